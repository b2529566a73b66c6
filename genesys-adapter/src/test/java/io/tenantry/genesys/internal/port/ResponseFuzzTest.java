// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenantry.directory.DirectoryException;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * For any bytes a parser returns a value or reports an unreadable answer; it throws nothing else.
 *
 * <p>In an ordinary build the kept corpus, in the resources beside this class, and some seeded mutations run. {@code
 * JAZZER_FUZZ=1} with {@code -Dtest=ResponseFuzzTest#survivesAnyBytes} fuzzes for as long as the annotation says.
 */
class ResponseFuzzTest {
    private static final List<Json.Shape<?>> SHAPES = List.of(
            Page.of(PlatformUser::read),
            Page.of(PlatformUser::id),
            Page.of(ScimUser::read),
            Page.of(PlatformGroups::group),
            Page.of(PlatformDivisions::division),
            Page.of(PlatformRoles::role),
            Page.of(PlatformGrants::grant),
            Page.of(PlatformGrants.Holder::read),
            Page.of(PlatformLimits::limit),
            Permissions.Portion::read,
            PlatformOrganization::organization,
            PlatformGroups::version,
            PlatformGrants::ofSubject,
            PlatformUser::read,
            ScimUser::read);

    private static final List<String> SOUND = List.of(
            "{\"entities\":[{\"id\":\"u1\",\"name\":\"N\",\"state\":\"active\",\"email\":\"e\",\"version\":3,"
                    + "\"division\":{\"id\":\"d1\",\"name\":\"D\"},\"employerInfo\":{\"employeeId\":\"7\"},"
                    + "\"addresses\":[{\"mediaType\":\"PHONE\",\"type\":\"WORK\",\"address\":\"+1\"}]}],\"total\":1}",
            "{\"Resources\":[{\"id\":\"u1\",\"active\":true,\"userName\":\"n\",\"groups\":[{\"value\":\"g\"}],"
                    + "\"phoneNumbers\":[{\"type\":\"work\",\"value\":\"tel:+1\"}],"
                    + "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"division\":\"D\"}}],"
                    + "\"totalResults\":1}",
            "{\"entities\":[{\"subjectId\":\"s\",\"division\":{\"id\":\"*\"},\"role\":{\"id\":\"r\"}}],"
                    + "\"nextUri\":\"/x?after=%41&y\",\"allDivsPermitted\":true,\"total\":1}",
            "{\"entities\":[{\"id\":\"r1\",\"name\":\"R\",\"permissionPolicies\":[{\"domain\":\"oauth\",\"actionSet\":[\"add\"]}],"
                    + "\"memberCount\":2,\"homeDivision\":true}],\"total\":1}",
            "{\"results\":[{\"id\":\"h1\",\"divisions\":[{\"id\":\"*\"}],\"key\":\"k\",\"value\":300}],\"total\":1}",
            "{\"id\":\"o1\",\"name\":\"Acme\",\"thirdPartyOrgName\":\"acme\",\"version\":7,"
                    + "\"grants\":[{\"subjectId\":\"s\",\"division\":{\"id\":\"d\"},\"role\":{\"id\":\"r\"}}]}");

    @FuzzTest(maxDuration = "60s")
    void survivesAnyBytes(byte[] bytes) {
        for (Json.Shape<?> shape : SHAPES) {
            try {
                assertThat(Json.parse(bytes, shape)).isNotNull();
            } catch (UnreadableAnswerException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void writesAFilterOrRefuses(byte[] bytes) {
        String value = new String(bytes, UTF_8);
        try {
            String filter = Scim.equal("userName", value);
            assertThat(filter).startsWith("userName eq \"");
            assertThat(read(filter.substring("userName eq ".length()))).isEqualTo(value);
        } catch (DirectoryException e) {
            assertThat(value.chars().anyMatch(Character::isISOControl)).isTrue();
        }
    }

    @FuzzTest(maxDuration = "20s")
    void findsACursorOrNone(byte[] bytes) {
        assertThat(PlatformDivisions.after(new String(bytes, UTF_8))).isNotNull();
    }

    @Test
    void survivesSoundAnswersWithDamage() {
        SplittableRandom random = new SplittableRandom(20261124);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = SOUND.get(random.nextInt(SOUND.size())).getBytes(UTF_8);
            for (int n = random.nextInt(4); n > 0; n--) {
                damage(bytes, random);
            }
            survivesAnyBytes(bytes);
            findsACursorOrNone(bytes);
            writesAFilterOrRefuses(bytes);
        }
    }

    @Test
    void readsSoundAnswers() throws UnreadableAnswerException {
        assertThat(Json.parse(SOUND.get(0).getBytes(UTF_8), Page.of(PlatformUser::read))
                        .rows())
                .hasSize(1);
        assertThat(Json.parse(SOUND.get(1).getBytes(UTF_8), Page.of(ScimUser::read))
                        .rows())
                .hasSize(1);
        assertThat(Json.parse(SOUND.get(2).getBytes(UTF_8), Page.of(PlatformGrants::grant))
                        .rows())
                .hasSize(1);
    }

    /** Reads a quoted text as a filter parser does: up to the first quote that no backslash stands before. */
    private static String read(String quoted) {
        StringBuilder text = new StringBuilder();
        int at = 1;
        while (quoted.charAt(at) != '"') {
            at += quoted.charAt(at) == '\\' ? 1 : 0;
            text.append(quoted.charAt(at++));
        }
        assertThat(at).isEqualTo(quoted.length() - 1);
        return text.toString();
    }

    private static void damage(byte[] bytes, SplittableRandom random) {
        byte[] odd = "{}[]\",:0-9eE.\\ nulltrue\u0000\u007f".getBytes(UTF_8);
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = odd[random.nextInt(odd.length)];
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            default -> System.arraycopy(bytes, 0, bytes, at, bytes.length - at);
        }
    }
}
