// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Exports.Format;
import io.tenantry.Exports.Row;
import io.tenantry.apply.Approval;
import io.tenantry.change.Change;
import io.tenantry.change.Reason;
import io.tenantry.change.Wording;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.JsonLinesSource;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged exports over many seeded worlds: nobody whose rows are undamaged and present loses or gains anything; a cut, a
 * refused or a doubled row holds all removals for absence; other damage removes at most what the rows now say. {@code
 * -Dtenantry.worlds=5000} tries more of them.
 */
class DamagedExportTest {
    private static final int WORLDS = Integer.getInteger("tenantry.worlds", 1000);
    private static final List<Damage> ALL = List.of(Damage.values());
    private static final List<Format> FORMATS = List.of(Format.values());

    @TempDir
    Path directory;

    /** What happens to an export on its way. */
    private enum Damage {
        DROP_LINE,
        CUT_LINE,
        CUT_FILE,
        DUPLICATE_LINE,
        DUPLICATE_ID,
        SWAP_LINES,
        SWAP_CELLS,
        BLANK_CELL,
        BLANK_LINE,
        RE_ENCODE,
        LOSE_FILE,
        SWAP_FILES
    }

    @Test
    void damageTakesNothingFromAnybodyElse() throws IOException {
        Map<Damage, Integer> plans = new EnumMap<>(Damage.class);
        Map<Damage, Integer> removals = new EnumMap<>(Damage.class);
        long only = Long.getLong("tenantry.seed", -1L);
        Map<Format, Integer> worlds = new EnumMap<>(Format.class);
        for (long seed = Math.max(0, only); seed < (only < 0 ? WORLDS : only + 1); seed++) {
            try {
                Trial trial = new Trial(seed, Files.createDirectories(directory.resolve("w" + seed)));
                Set<Damage> done = trial.run();
                done.forEach(d -> plans.merge(d, 1, Integer::sum));
                worlds.merge(trial.format, 1, Integer::sum);
                if (trial.removals > 0) {
                    done.forEach(d -> removals.merge(d, 1, Integer::sum));
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.seed=" + seed + "): " + e, e);
            }
        }
        if (only < 0 && WORLDS >= 1000) {
            assertThat(plans.keySet()).containsExactlyInAnyOrder(Damage.values());
            assertThat(worlds.keySet()).containsExactlyInAnyOrder(Format.values());
            assertThat(removals.keySet())
                    .as("the worlds are not too tame")
                    .contains(Damage.DROP_LINE, Damage.BLANK_CELL);
        }
    }

    /** A world, its export, the damage, and what the plan makes of it. */
    private static final class Trial {
        private final Random random;
        private final World world = new World();
        private final Format format;
        private final Path directory;
        private final Exports exports = new Exports();
        private final Set<Damage> done = new TreeSet<>();
        private final Map<String, String> before = new HashMap<>();
        private boolean expecting;
        private boolean cutInARow;
        int removals;

        Trial(long seed, Path directory) {
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
            this.format = FORMATS.get(random.nextInt(FORMATS.size()));
            this.directory = directory;
            int people = 4 + random.nextInt(9);
            for (int i = 0; i < people; i++) {
                String tenant = random.nextBoolean() ? "a" : "b";
                Row row = new Row("u" + (10 + i), "Account-" + tenant);
                row.set("displayName", "Jos\u00e9 " + i);
                if (random.nextInt(3) == 0) {
                    row.groups.add("Supervisors-" + tenant);
                }
                exports.rows.add(row);
            }
            Collections.shuffle(exports.rows, random);
            exports.trailer = format.isFile() && random.nextInt(4) == 0;
        }

        Set<Damage> run() throws IOException {
            Format written = format.isFile() ? format : Format.JSON_LINES;
            Provisioner provisioner = provisioner(written.write(directory, exports));
            Plan first = provisioner.plan();
            provisioner.apply(first, Approval.of(first, "test"));
            for (Path file : files()) {
                before.put(directory.relativize(file).toString(), Files.readString(file));
            }
            for (int i = 0; i <= random.nextInt(2); i++) {
                Damage damage = ALL.get(random.nextInt(ALL.size()));
                if (damage(damage)) {
                    done.add(damage);
                }
            }
            expecting = format.isFile() && random.nextInt(4) == 0;
            try {
                check(provisioner(damaged()).plan());
            } catch (IdentitySourceException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
            return done;
        }

        private IdentitySource damaged() throws IOException {
            if (!format.isFile()) {
                return remembered();
            }
            return expecting || exports.trailer ? expecting() : format.read(directory, exports);
        }

        // A host that reads the damaged file by itself, and puts the people whom it understood into memory.
        private IdentitySource remembered() throws IOException {
            Path file = directory.resolve("people.jsonl");
            Exports left = new Exports();
            left.headings = exports.headings;
            JsonLinesSource.of(file).read(page -> page.identities().forEach(i -> left.rows.add(Row.of(i))));
            Files.writeString(file, left.json());
            cutInARow = false;
            return format.read(directory, left);
        }

        private IdentitySource expecting() {
            if (!isJson()) {
                return expectingCsv();
            }
            JsonLinesSource json = JsonLinesSource.of(directory.resolve("people.jsonl"));
            return exports.trailer ? json.expectTrailer() : json.expectRows(exports.rows.size());
        }

        private IdentitySource expectingCsv() {
            CsvSource.Builder builder =
                    CsvSource.of(directory.resolve("users.csv")).mapping(exports.mapping(format == Format.COLUMN));
            if (exports.trailer) {
                builder.expectTrailer();
            } else {
                builder.expectRows(exports.rows.size());
            }
            if (format == Format.MEMBER_FILES) {
                builder.empty(exports.empty()).membersIn(directory.resolve("members"));
            }
            return builder.build();
        }

        private Provisioner provisioner(IdentitySource source) {
            return Provisioner.builder()
                    .policy(world.policy())
                    .source(source)
                    .directory(world.directory)
                    .store(world.store)
                    .clock(Clock.fixed(World.NOW, ZoneOffset.UTC))
                    .sleeper(duration -> {})
                    .build();
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> all = Files.walk(directory)) {
                return all.filter(Files::isRegularFile).sorted().toList();
            }
        }

        private boolean damage(Damage damage) throws IOException {
            List<Path> files = files();
            if (files.isEmpty()) {
                return false;
            }
            Path file = files.get(random.nextInt(files.size()));
            List<String> lines = new ArrayList<>(
                    Files.readString(file, charset(file)).lines().toList());
            if (lines.size() < 2) {
                return false;
            }
            int line = random.nextInt(lines.size());
            int other = random.nextInt(lines.size());
            switch (damage) {
                case DROP_LINE -> lines.remove(line);
                case CUT_LINE -> {
                    int length = lines.get(line).length();
                    if (length < 2) {
                        return false;
                    }
                    lines.set(line, lines.get(line).substring(0, 1 + random.nextInt(length - 1)));
                }
                case CUT_FILE -> {
                    byte[] bytes = Files.readAllBytes(file);
                    byte[] left = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                    Files.write(file, left);
                    cutInARow |= file.endsWith(users()) && left.length > 0 && isInARow(left[left.length - 1]);
                    return true;
                }
                case DUPLICATE_LINE -> lines.add(other, lines.get(line));
                case DUPLICATE_ID -> {
                    boolean trailer = lines.get(line).contains("rows\":")
                            || lines.get(other).contains("rows\":");
                    if (line == 0 || other == 0 || line == other || trailer) {
                        return false;
                    }
                    // A line whose id was blanked before becomes the other line.
                    String id = Pattern.quote(id(lines.get(line)));
                    lines.set(line, lines.get(line).replaceFirst(id, Matcher.quoteReplacement(id(lines.get(other)))));
                }
                case SWAP_LINES -> {
                    if (isHeader(file, line) || isHeader(file, other)) {
                        return false;
                    }
                    Collections.swap(lines, line, other);
                }
                case SWAP_CELLS -> {
                    if (isHeader(file, line) || isHeader(file, other) || isJson()) {
                        return false;
                    }
                    swapCells(lines, line, other);
                }
                case BLANK_CELL -> {
                    if (isJson()) {
                        lines.set(line, lines.get(line).replaceFirst("\"[A-Za-z0-9-]+\"(?=[,}\\]])", "\"\""));
                    } else {
                        String[] cells = lines.get(line).split(",", -1);
                        cells[random.nextInt(cells.length)] = "";
                        lines.set(line, String.join(",", cells));
                    }
                }
                case BLANK_LINE -> lines.set(line, "");
                case RE_ENCODE -> {
                    Charset charset = random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16;
                    Files.write(file, (String.join("\n", lines) + "\n").getBytes(charset));
                    return true;
                }
                case LOSE_FILE -> {
                    Files.delete(file);
                    return true;
                }
                case SWAP_FILES -> {
                    Path second = files.get(random.nextInt(files.size()));
                    byte[] bytes = Files.readAllBytes(second);
                    Files.write(second, Files.readAllBytes(file));
                    Files.write(file, bytes);
                    return true;
                }
            }
            cutInARow &= !file.endsWith(users());
            Files.write(file, (String.join("\n", lines) + "\n").getBytes(charset(file)));
            return true;
        }

        // The brace that ends a row of JSON shows that it is whole, as a line end does; an inner one spoils the row.
        private boolean isInARow(byte last) {
            return last != '\n' && (!isJson() || last != '}');
        }

        // A file that was encoded in another way stays so.
        private static Charset charset(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            boolean utf16 = bytes.length > 1 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF;
            boolean latin = new String(bytes, StandardCharsets.UTF_8).indexOf('\uFFFD') >= 0;
            return utf16 ? StandardCharsets.UTF_16 : latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        }

        private boolean isHeader(Path file, int line) {
            return line == 0 && !file.toString().endsWith(".jsonl");
        }

        private void swapCells(List<String> lines, int line, int other) {
            String[] one = lines.get(line).split(",", -1);
            String[] two = lines.get(other).split(",", -1);
            int cell = random.nextInt(Math.min(one.length, two.length));
            String kept = one[cell];
            one[cell] = two[cell];
            two[cell] = kept;
            lines.set(line, String.join(",", one));
            lines.set(other, String.join(",", two));
        }

        private static String id(String line) {
            return line.startsWith("{") ? line.replaceFirst("^\\{\"id\":\"(u\\d+)\".*", "$1") : line.split(",", -1)[0];
        }

        private void check(Plan plan) throws IOException {
            Map<String, String> after = new HashMap<>();
            for (Path file : files()) {
                after.put(directory.relativize(file).toString(), new String(Files.readAllBytes(file), charset(file)));
            }
            boolean doubtful = !plan.rejected().isEmpty()
                    || plan.findings().stream().anyMatch(f -> f.code().key().equals("source-in-doubt"));
            String shown = done + " " + format + " " + after + "\n"
                    + plan.operations()
                            .map(o -> o.person() + " " + Wording.of(o.change()) + " " + o.reason())
                            .collect(Collectors.joining("\n"))
                    + plan.rejected() + plan.findings();
            for (Operation operation : plan.operations().toList()) {
                String id = operation
                        .person()
                        .orElseThrow()
                        .identity()
                        .orElseThrow()
                        .value();
                assertThat(isSound(id, after)).as("%s, %s", id, shown).isFalse();
                boolean absent = operation.reason().basis() == Reason.Basis.ABSENCE;
                boolean counted = expecting || exports.trailer;
                assertThat(absent && (doubtful || cutInARow || (counted && rows(after) != exports.rows.size())))
                        .as("a removal for absence in doubt: %s", shown)
                        .isFalse();
                if (operation.change().removes()) {
                    removals++;
                    assertThat(absent ? !isNamed(id, after) : says(id, operation.change(), after))
                            .as("rows of %s say so: %s", id, shown)
                            .isTrue();
                }
            }
        }

        private boolean isJson() {
            return format == Format.JSON_LINES || format == Format.MEMORY;
        }

        private String users() {
            return isJson() ? "people.jsonl" : "users.csv";
        }

        private long rows(Map<String, String> after) {
            long lines = after.getOrDefault(users(), "")
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#rows,") && !l.startsWith("{\"rows\":"))
                    .count();
            return isJson() ? lines : lines - 1;
        }

        /** Whether each line that names the person is as it was, no other line names the person, and files keep their heads. */
        private boolean isSound(String id, Map<String, String> after) {
            for (Map.Entry<String, String> file : before.entrySet()) {
                if (!naming(id, file.getValue()).equals(naming(id, after.getOrDefault(file.getKey(), "")))) {
                    return false;
                }
            }
            return isNamed(id, after);
        }

        private static List<String> naming(String id, String text) {
            return text.lines().filter(l -> l.matches(".*\\b" + id + "\\b.*")).toList();
        }

        private boolean isNamed(String id, Map<String, String> after) {
            return after.getOrDefault(users(), "")
                    .lines()
                    .anyMatch(l -> l.startsWith(id + ",") || l.startsWith("{\"id\":\"" + id + "\""));
        }

        /** Whether the rows, read with the simplest means, say that a removal is right. */
        private boolean says(String id, Change change, Map<String, String> after) {
            String row = after.getOrDefault(users(), "")
                    .lines()
                    .filter(l -> l.startsWith(id + ",") || l.startsWith("{\"id\":\"" + id + "\""))
                    .findFirst()
                    .orElse("");
            String groups = format == Format.MEMBER_FILES
                    ? after.entrySet().stream()
                            .filter(e -> e.getKey().startsWith("members")
                                    && e.getValue().lines().anyMatch(id::equals))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.joining())
                    : row;
            String left = change.leaves().map(g -> g.name()).orElse("");
            if (left.isEmpty()) {
                return !row.contains("True") && !row.contains("true");
            }
            String tenant = left.startsWith("Tenant_A") ? "a" : "b";
            boolean supervises = groups.contains("Supervisors-" + tenant);
            return !groups.contains("Account-" + tenant) || (left.endsWith("Supervisors") && !supervises);
        }
    }
}
