// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Rows that a reader must reject, of every kind seen in exports and in files edited by hand. */
final class DirtyRows {
    private static final int USER_NAME = EntraCsv.USERS.indexOf("userPrincipalName");
    private static final int DISPLAY_NAME = EntraCsv.USERS.indexOf("displayName");
    private static final int ID = EntraCsv.USERS.indexOf("id");
    private static final int ENABLED = EntraCsv.USERS.indexOf("accountEnabled");

    private int number;

    private List<String> row() {
        List<String> row = new ArrayList<>(Collections.nCopies(EntraCsv.USERS.size(), ""));
        number++;
        row.set(
                ID,
                UUID.nameUUIDFromBytes(("dirty " + number).getBytes(StandardCharsets.UTF_8))
                        .toString());
        row.set(USER_NAME, "dirty.row.%02d@%s".formatted(number, BpoGenerator.DOMAIN));
        row.set(DISPLAY_NAME, "Dirty Row");
        row.set(ENABLED, "True");
        return row;
    }

    private byte[] with(int column, String value) {
        List<String> row = row();
        row.set(column, value);
        return bytes(EntraCsv.text(row));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns rows that still show whose they are, so they hold no other person. */
    List<byte[]> named() {
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(with(USER_NAME, ""));
            rows.add(with(USER_NAME, "dirty.row" + i));
            rows.add(with(USER_NAME, "dirty\trow" + i + "@" + BpoGenerator.DOMAIN));
            rows.add(with(ENABLED, ""));
            rows.add(with(ENABLED, "N/A"));
            rows.add(latin1());
            rows.add(bytes(EntraCsv.text(row()) + "\u0000"));
            rows.addAll(twins(ID, UUID.nameUUIDFromBytes(bytes("twin " + i)).toString()));
            rows.addAll(twins(USER_NAME, "twin.%d@%s".formatted(i, BpoGenerator.DOMAIN)));
        }
        return rows;
    }

    private byte[] latin1() {
        return new String(with(DISPLAY_NAME, "Jose Nunez?"), StandardCharsets.UTF_8)
                .replace('?', 'é')
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<byte[]> twins(int column, String value) {
        return List.of(with(column, value), with(column, value.toUpperCase(Locale.ROOT)));
    }

    /** Returns rows that do not show whose they are, so each may belong to any person. */
    List<byte[]> nameless() {
        return List.of(
                with(ID, ""),
                with(ID, "  "),
                bytes(EntraCsv.text(row()) + ",extra"),
                bytes("dirty.row.cut@" + BpoGenerator.DOMAIN + ",Dirty"),
                bytes("dirty.row.quote@" + BpoGenerator.DOMAIN + ",Dirty \"Row\"" + ",".repeat(27)),
                bytes("dirty.row.open@" + BpoGenerator.DOMAIN + ",\"Dirty Row" + ",".repeat(27)));
    }
}
