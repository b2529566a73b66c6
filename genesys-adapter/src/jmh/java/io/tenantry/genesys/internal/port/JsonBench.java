// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** A SCIM page of 100 users from bytes to records, ours and databind's in turns in one JVM. */
public final class JsonBench {
    private static final int TURNS = 201;
    private static final int PAGES = 12;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JsonBench() {}

    record Listing(long totalResults, @JsonProperty("Resources") List<User> resources) {}

    record User(
            String id,
            boolean active,
            String userName,
            String displayName,
            String externalId,
            String title,
            List<Phone> phoneNumbers,
            List<Reference> groups,
            @JsonProperty(Scim.ENTERPRISE) Enterprise enterprise) {}

    record Phone(String type, String value) {}

    record Reference(String value) {}

    record Enterprise(String division, String department, String employeeNumber, String dateHire) {}

    /** Prints the medians. */
    public static void run() throws Exception {
        byte[] page = page(100);
        Callable<Integer> ours =
                () -> Json.parse(page, Page.of(ScimUser::read)).rows().size();
        Callable<Integer> databind =
                () -> MAPPER.readValue(page, Listing.class).resources().size();
        List<double[]> mine = new ArrayList<>();
        List<double[]> theirs = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            mine.add(measure(ours));
            theirs.add(measure(databind));
        }
        double[] a = median(mine);
        double[] b = median(theirs);
        System.out.printf(Locale.ROOT, "page of %d bytes, 100 users%n", page.length);
        System.out.printf(Locale.ROOT, "tenantry  %7.1f us  %8.0f B%n", a[0], a[1]);
        System.out.printf(Locale.ROOT, "databind  %7.1f us  %8.0f B%n", b[0], b[1]);
        // Neighbours are compared, since a busy machine drifts.
        double[] ratios = IntStream.range(TURNS / 3, TURNS)
                .mapToDouble(i -> mine.get(i)[0] / theirs.get(i)[0])
                .sorted()
                .toArray();
        System.out.printf(Locale.ROOT, "ratio     %7.2f     %8.2f%n", ratios[ratios.length / 2], a[1] / b[1]);
    }

    private static double[] measure(Callable<Integer> parse) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(id);
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < PAGES; i++) {
            if (parse.call() != 100) {
                throw new IOException("a parser lost users");
            }
        }
        double micros = (threads.getCurrentThreadCpuTime() - start) / 1000.0 / PAGES;
        return new double[] {micros, (double) (threads.getThreadAllocatedBytes(id) - bytes) / PAGES};
    }

    private static double[] median(List<double[]> turns) {
        List<double[]> warm = turns.subList(turns.size() / 3, turns.size());
        double[] micros = warm.stream().mapToDouble(t -> t[0]).sorted().toArray();
        double[] bytes = warm.stream().mapToDouble(t -> t[1]).sorted().toArray();
        return new double[] {micros[micros.length / 2], bytes[bytes.length / 2]};
    }

    /** A page as the service shows users in full, about 1.7 KB each. */
    static byte[] page(int users) {
        String[] each = new String[users];
        Arrays.setAll(each, JsonBench::user);
        return ("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":" + users
                        + ",\"startIndex\":1,\"itemsPerPage\":" + users + ",\"Resources\":[" + String.join(",", each)
                        + "]}")
                .getBytes(UTF_8);
    }

    private static String user(int i) {
        String id = "1d9a2f6e-5b1c-4c7e-9a51-" + String.format(Locale.ROOT, "%012d", i);
        StringBuilder groups = new StringBuilder();
        for (int g = 0; g < 5; g++) {
            groups.append(g == 0 ? "" : ",")
                    .append("{\"type\":\"direct\",\"value\":\"6c0e3c52-20f0-4a2d-8a4f-00000000000")
                    .append(g)
                    .append("\",\"$ref\":\"https://api.mypurecloud.com/api/v2/scim/v2/groups/6c0e3c52\"}");
        }
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"" + Scim.ENTERPRISE + "\"],\"id\":\"" + id
                + "\",\"userName\":\"person" + i + "@client.example\",\"displayName\":\"Person Müller " + i
                + "\",\"active\":true,\"title\":\"Agent\",\"externalId\":\"hr-" + i
                + "\",\"phoneNumbers\":[{\"value\":\"+3225550" + i
                + "\",\"type\":\"work\",\"primary\":true}],\"emails\":[{\"value\":\"person" + i
                + "@client.example\",\"type\":\"other\",\"primary\":true}],\"roles\":[{\"value\":\"employee\"},{\"value\":"
                + "\"Agent\"}],\"groups\":[" + groups + "],\"" + Scim.ENTERPRISE
                + "\":{\"division\":\"Client A\",\"department\":\"Voice\",\"employeeNumber\":\"" + i
                + "\",\"manager\":{\"value\":\"" + id + "\",\"$ref\":\"https://api.mypurecloud.com/x\"}},"
                + "\"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User\":{\"routingSkills\":[{\"name\":"
                + "\"Billing\",\"proficiency\":3.0},{\"name\":\"Sales\",\"proficiency\":4.5}],\"externalIds\":[{"
                + "\"authority\":\"x-pc:scimv2:v1\",\"value\":\"hr-" + i + "\"}]},\"meta\":{\"resourceType\":\"User\","
                + "\"lastModified\":\"2026-11-24T10:00:00.000Z\",\"location\":\"https://api.mypurecloud.com/api/v2/scim/"
                + "v2/users/" + id + "\",\"version\":\"7\"}}";
    }
}
