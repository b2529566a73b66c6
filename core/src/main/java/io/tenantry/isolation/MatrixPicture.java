// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.internal.Words;
import java.util.Locale;

/** The picture of the matrix: one square for each pair of tenants, filled where accounts reach both. */
final class MatrixPicture {
    private static final int LARGEST = 40;

    private final IsolationMatrix matrix;
    private final int n;
    private final double cell;
    private final double margin;
    private final Html svg = new Html();

    private MatrixPicture(IsolationMatrix matrix) {
        this.matrix = matrix;
        this.n = matrix.tenants().size();
        this.cell = n <= 8 ? 64 : n <= 14 ? 48 : n <= 26 ? 32 : n <= LARGEST ? 24 : Math.max(4, 960.0 / n);
        this.margin = labelled() ? 12 + 7.2 * longest() : 56;
    }

    static String of(IsolationMatrix matrix) {
        return new MatrixPicture(matrix).render();
    }

    private String render() {
        double side = margin + n * cell;
        double top = labelled() ? margin * 0.72 + 8 : margin;
        double right = labelled() ? margin * 0.72 : 8;
        svg.form(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" role=img fill=currentColor"
                        + " aria-labelledby=\"mt md\" font-family=\"inherit\">",
                side + right, top + n * cell + 8, side + right);
        svg.raw("<title id=mt>Tenant by tenant: how many accounts reach both</title><desc id=md>")
                .text(description())
                .raw("</desc>");
        svg.raw(
                "<defs><pattern id=hatch width=6 height=6 patternUnits=userSpaceOnUse patternTransform=rotate(45)>"
                        + "<rect width=6 height=6 fill=\"#f2c14e\"/><rect width=2 height=6 fill=\"#c98a00\"/></pattern></defs>");
        svg.form("<g transform=\"translate(%.1f %.1f)\">", margin, top);
        grid();
        labels();
        for (int row = 0; row < n; row++) {
            diagonal(row);
            for (int column = 0; column < n; column++) {
                if (row != column) {
                    pair(row, column);
                }
            }
        }
        return svg.raw("</g></svg>").page();
    }

    private boolean labelled() {
        return n <= LARGEST;
    }

    private int longest() {
        return Math.min(
                24,
                matrix.tenants().stream()
                        .mapToInt(t -> t.id().value().length())
                        .max()
                        .orElse(1));
    }

    private String description() {
        int violating = 0;
        int excepted = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                violating += matrix.violating(i, j) > 0 ? 1 : 0;
                excepted += matrix.excepted(i, j) > 0 ? 1 : 0;
            }
        }
        return Words.count(n, "tenant", "tenants") + "; " + Words.count(violating, "pair", "pairs")
                + " with people who must not reach both, " + Words.count(excepted, "pair", "pairs")
                + " with declared joint agents. The table below names them.";
    }

    private void grid() {
        double side = n * cell;
        svg.form("<rect width=\"%.1f\" height=\"%.1f\" fill=\"#fff\" stroke=\"#9aa5b1\"/>", side, side);
        StringBuilder lines = new StringBuilder();
        int step = labelled() ? 1 : 10;
        for (int i = step; i < n; i += step) {
            lines.append(String.format(Locale.ROOT, "M0 %.1fH%.1fM%.1f 0V%.1f", i * cell, side, i * cell, side));
        }
        svg.raw("<path d=\"" + lines + "\" stroke=\"#e3e8ee\" fill=\"none\"/>");
    }

    private void labels() {
        double size = Math.min(12.5, Math.max(9, cell * 0.5));
        for (int i = 0; i < n; i++) {
            double middle = (i + 0.5) * cell;
            if (labelled()) {
                String label = shortened(matrix.tenants().get(i).id().value());
                svg.form(
                                "<text x=-8 y=\"%.1f\" font-size=\"%.1f\" text-anchor=end dominant-baseline=middle>",
                                middle, size)
                        .text(label)
                        .raw("</text>");
                svg.form("<text transform=\"translate(%.1f -8) rotate(-45)\" font-size=\"%.1f\">", middle, size)
                        .text(label)
                        .raw("</text>");
            } else if (i % 10 == 0) {
                svg.form(
                        "<text x=-6 y=\"%.1f\" font-size=11 text-anchor=end dominant-baseline=middle>%d</text>",
                        middle, i + 1);
                svg.form("<text x=\"%.1f\" y=-6 font-size=11 text-anchor=middle>%d</text>", middle, i + 1);
            }
        }
    }

    private static String shortened(String label) {
        return label.length() <= 24 ? label : label.substring(0, 23) + "…";
    }

    private void diagonal(int i) {
        square(
                i,
                i,
                labelled() ? "#dbe7f3" : "#8fb0d0",
                "#1f4e79",
                matrix.reaching(i),
                title(i, i, Words.count(matrix.reaching(i), "account", "accounts")));
    }

    private void pair(int row, int column) {
        int violating = matrix.violating(row, column);
        int excepted = matrix.excepted(row, column);
        if (violating > 0) {
            String also = excepted > 0 ? " and " + excepted + " by declared exception" : "";
            square(row, column, "#b3261e", "#fff", violating, title(row, column, violating + " in violation" + also));
        } else if (excepted > 0) {
            String title = title(row, column, excepted + " by declared exception");
            square(row, column, "url(#hatch)", "#000", excepted, title);
        } else if (cell >= 20) {
            svg.form(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=1.6 fill=\"#b8c2cc\"/>",
                    (column + 0.5) * cell, (row + 0.5) * cell);
        }
    }

    private String title(int row, int column, String what) {
        String one = matrix.tenants().get(row).id().value();
        return (row == column
                        ? one
                        : one + " and " + matrix.tenants().get(column).id()) + ": " + what;
    }

    private void square(int row, int column, String fill, String ink, int count, String title) {
        double inset = cell >= 12 ? 1.5 : 0;
        double size = Math.max(cell - 2 * inset, 3);
        svg.raw("<g><title>").text(title).raw("</title>");
        svg.form(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%d\" fill=\"%s\"/>",
                column * cell + inset, row * cell + inset, size, size, cell >= 20 ? 3 : 0, fill);
        String number = number(count);
        double font = Math.min(16, Math.min(cell * 0.42, (cell - 6) / (0.62 * number.length())));
        if (font >= 7) {
            String halo = fill.startsWith("url") ? " paint-order=stroke stroke=\"#ffe9a8\" stroke-width=4" : "";
            svg.form(
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=middle dominant-baseline=central"
                            + " font-weight=600 fill=\"%s\"%s>%s</text>",
                    (column + 0.5) * cell, (row + 0.5) * cell, font, ink, halo, number);
        }
        svg.raw("</g>");
    }

    private static String number(int count) {
        return count < 10_000 ? Integer.toString(count) : count / 1000 + "k";
    }
}
