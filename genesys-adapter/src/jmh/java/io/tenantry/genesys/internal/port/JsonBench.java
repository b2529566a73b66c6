// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.GroupId;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A SCIM page of 100 users from bytes to records, ours and databind's in turns in one JVM, and checked to be the same
 * records.
 */
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
        Callable<List<ScimUser>> ours =
                () -> Json.parse(page, Page.of(ScimUser::read)).rows();
        Callable<List<ScimUser>> same = () -> records(MAPPER.readValue(page, Listing.class));
        Callable<List<User>> alone = () -> MAPPER.readValue(page, Listing.class).resources();
        if (!ours.call().equals(same.call())) {
            throw new IOException("the contenders do not agree");
        }
        Map<String, Callable<? extends List<?>>> contenders = new LinkedHashMap<>();
        contenders.put("tenantry", ours);
        contenders.put("databind, to the same records", same);
        contenders.put("databind alone, nothing checked", alone);
        Map<String, List<double[]>> turns = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (Map.Entry<String, Callable<? extends List<?>>> contender : contenders.entrySet()) {
                turns.computeIfAbsent(contender.getKey(), k -> new ArrayList<>())
                        .add(measure(contender.getValue()));
            }
        }
        System.out.printf(Locale.ROOT, "page of %d bytes, 100 users%n", page.length);
        List<double[]> mine = turns.getOrDefault("tenantry", List.of());
        turns.forEach((name, theirs) -> System.out.printf(
                Locale.ROOT,
                "%-32s %7.1f us %8.0f B   ours against it %.2f, %.2f%n",
                name,
                median(theirs)[0],
                median(theirs)[1],
                ratio(mine, theirs),
                median(mine)[1] / median(theirs)[1]));
    }

    /** Neighbours are compared, since a busy machine drifts. */
    private static double ratio(List<double[]> mine, List<double[]> theirs) {
        double[] ratios = IntStream.range(TURNS / 3, TURNS)
                .mapToDouble(i -> mine.get(i)[0] / theirs.get(i)[0])
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }

    /**
     * What a client on databind still has to do, to end where ours does: check ids, pick the work phone, fill in what
     * is empty.
     */
    private static List<ScimUser> records(Listing listing) throws IOException {
        List<ScimUser> records = new ArrayList<>(listing.resources().size());
        for (User user : listing.resources()) {
            records.add(record(user));
        }
        return records;
    }

    private static ScimUser record(User user) throws IOException {
        Enterprise enterprise = user.enterprise();
        Map<AccountAttribute, String> attributes = new EnumMap<>(AccountAttribute.class);
        attributes.put(AccountAttribute.TITLE, orEmpty(user.title()));
        attributes.put(AccountAttribute.DEPARTMENT, orEmpty(enterprise.department()));
        attributes.put(AccountAttribute.EMPLOYEE_NUMBER, orEmpty(enterprise.employeeNumber()));
        attributes.put(AccountAttribute.DATE_HIRE, orEmpty(enterprise.dateHire()));
        attributes.put(AccountAttribute.WORK_PHONE, "");
        for (Phone phone : user.phoneNumbers()) {
            if ("work".equals(phone.type())) {
                attributes.merge(
                        AccountAttribute.WORK_PHONE,
                        AttributeMapping.plainNumber(orEmpty(phone.value())),
                        (a, b) -> a.isEmpty() ? b : a);
            }
        }
        List<GroupId> groups = new ArrayList<>(user.groups().size());
        for (Reference group : user.groups()) {
            groups.add(new GroupId(IdFields.checked(group.value(), "group of a SCIM user")));
        }
        return new ScimUser(
                new AccountId(IdFields.checked(user.id(), "SCIM user")),
                user.active() ? AccountState.ACTIVE : AccountState.INACTIVE,
                user.userName(),
                orEmpty(user.displayName()),
                Optional.ofNullable(user.externalId()),
                Optional.ofNullable(enterprise.division()),
                attributes,
                Optional.of(groups));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static double[] measure(Callable<? extends List<?>> parse) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(id);
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < PAGES; i++) {
            if (parse.call().size() != 100) {
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
