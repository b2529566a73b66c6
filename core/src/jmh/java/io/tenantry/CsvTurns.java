// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import com.sun.management.OperatingSystemMXBean;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads one export of a million people with five groups each, in turns: by our reader, which reads twice, refuses and
 * indexes; by FastCSV, which only splits; and by FastCSV with the same people made of its fields. Prints the median of
 * each, in processor time of the process, its collector included. Arguments: rows, turns.
 */
public final class CsvTurns {
    private static final ColumnMapping MAPPING =
            ColumnMapping.entra().toBuilder().groups("groups", ";").build();

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CsvTurns() {}

    /** Runs the turns. */
    public static void main(String[] args) throws IOException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int turns = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        Path file = Files.createTempFile("people", ".csv");
        try {
            write(file, rows);
            double[] ours = new double[turns];
            double[] split = new double[turns];
            double[] people = new double[turns];
            for (int turn = 0; turn < turns; turn++) {
                ours[turn] = seconds(() -> ours(file), rows);
                split[turn] = seconds(() -> split(file), rows);
                people[turn] = seconds(() -> people(file), rows);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows, %,d bytes, median of %d: ours %.2f s; FastCSV, split only %.2f s; FastCSV with people %.2f s%n",
                    rows,
                    Files.size(file),
                    turns,
                    median(ours),
                    median(split),
                    median(people));
        } finally {
            Files.delete(file);
        }
    }

    private interface Reading {
        long read() throws IOException;
    }

    private static double seconds(Reading reading, int rows) throws IOException {
        long start = SYSTEM.getProcessCpuTime();
        long read = reading.read();
        if (read != rows) {
            throw new IllegalStateException(read + " rows instead of " + rows);
        }
        return (SYSTEM.getProcessCpuTime() - start) / 1e9;
    }

    private static double median(double[] times) {
        double[] sorted = Arrays.stream(times).skip(times.length > 2 ? 1 : 0).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long ours(Path file) {
        long[] count = {0};
        CsvSource.of(file).mapping(MAPPING).build().read(page -> count[0] += page.identities().size());
        return count[0];
    }

    private static long split(Path file) throws IOException {
        long count = -1;
        long length = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord row : reader) {
                for (int i = 0; i < row.getFieldCount(); i++) {
                    length += row.getField(i).length();
                }
                count++;
            }
        }
        return length > 0 ? count : -1;
    }

    private static long people(Path file) throws IOException {
        long count = -1;
        Delivered delivered = Delivered.everything();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord row : reader) {
                if (count >= 0) {
                    TreeMap<String, String> attributes = new TreeMap<>();
                    attributes.put("jobTitle", row.getField(4));
                    attributes.put("department", row.getField(5));
                    Identity identity = new Identity(
                            new IdentityId(row.getField(0)),
                            row.getField(1),
                            row.getField(2),
                            Identity.State.of(Boolean.parseBoolean(row.getField(3))),
                            new TreeSet<>(Arrays.asList(row.getField(6).split(";"))),
                            attributes,
                            delivered,
                            "users.csv:" + row.getStartingLineNumber());
                    if (identity.sourceGroups().size() != 5) {
                        throw new IllegalStateException("groups of " + identity);
                    }
                }
                count++;
            }
        }
        return count;
    }

    private static void write(Path file, int rows) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,userPrincipalName,displayName,accountEnabled,jobTitle,department,groups\n");
            for (int i = 0; i < rows; i++) {
                out.write(String.format(
                        Locale.ROOT,
                        "%08x-f2a2-489a-8243-eda9%08x,agent%d@acme-bpo.example,Agent Number %d,True,Agent,Voice %d,",
                        random.nextInt(),
                        i,
                        i,
                        i,
                        i % 40));
                int group = random.nextInt(195);
                for (int g = 0; g < 5; g++) {
                    out.write((g == 0 ? "Account-" : ";Account-") + (group + g));
                }
                out.write("\n");
            }
        }
    }
}
