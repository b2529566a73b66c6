// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.junit.jupiter.api.Named.named;

import io.tenantry.fixtures.quirk.Quirk;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The flows with an organization that answers open questions in other ways. By default these are the combinations whose
 * questions touch the same call, from memory; the property {@code switches} chooses others, over both transports: {@code each}
 * is every answer but the defaults, one at a time, and {@code ScimPut.REPLACES,StaleEtag.CONFLICT_409} is one combination.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("combinations")
class SwitchedFlowsTest extends Flows {
    /** No flow can end while a write is accepted and never done; {@code FlowsTest} says what a run does then. */
    private static final Set<Quirk> HOPELESS = Set.of(Quirk.MembershipWrites.NEVER);

    private static final List<List<Quirk>> INTERACTING = List.of(
            List.of(Quirk.MembershipWrites.LATER, Quirk.DivisionMoveMemberships.ENDED),
            List.of(Quirk.MembershipWrites.LATER, Quirk.MemberVersion.REQUIRED),
            List.of(Quirk.MemberVersion.REQUIRED, Quirk.StaleVersion.BAD_REQUEST_400),
            List.of(Quirk.MemberVersion.REQUIRED, Quirk.ConflictBody.EMPTY),
            List.of(Quirk.StaleVersion.REQUEST_TIMEOUT_408, Quirk.ConflictBody.EMPTY),
            List.of(Quirk.DivisionMove.DROPS_DIRECT_GRANTS, Quirk.DivisionMoveMemberships.ENDED, Quirk.MoveBatch.ONE),
            List.of(Quirk.DivisionMove.DROPS_DIRECT_GRANTS, Quirk.UninvitedHome.PRESENT),
            List.of(Quirk.GrantDuplicates.ALWAYS_COLLAPSED, Quirk.UninvitedHome.PRESENT),
            List.of(Quirk.GrantDuplicates.ALWAYS_GIVEN, Quirk.WildcardListing.IN_EVERY_DIVISION),
            List.of(Quirk.GrantDivisionAware.OFF, Quirk.GrantorRights.MUST_HOLD_THE_ROLE),
            List.of(Quirk.GroupRoles.DISABLED, Quirk.RolesDisabledGroup.REFUSED),
            List.of(Quirk.GroupDescription.KEPT, Quirk.GroupVisibility.AS_IN_THE_SDK),
            List.of(Quirk.BulkRemove.BEST_EFFORT, Quirk.GrantBatch.FIFTY),
            List.of(Quirk.Deactivation.KEEPS_ROLES, Quirk.EmployeeRole.ABSENT),
            List.of(Quirk.DeletedToInactive.REFUSED, Quirk.ScimCreateOfDeleted.CONFLICTS),
            List.of(Quirk.ScimCreateOfDeleted.CREATES_ANOTHER, Quirk.ScimExternalIdReach.PER_CLIENT),
            List.of(Quirk.ScimExternalIdReach.PER_CLIENT, Quirk.ScimFilterReach.ACTIVE_UNLESS_ASKED),
            List.of(Quirk.ScimFilterReach.ACTIVE_UNLESS_ASKED, Quirk.ScimList.NOT_DELETED),
            List.of(Quirk.ScimErrorShape.PLATFORM_BODY, Quirk.StaleEtag.PRECONDITION_FAILED_412),
            List.of(
                    Quirk.ScimErrorShape.PLATFORM_BODY,
                    Quirk.ScimGatewayErrors.SCIM_BODY,
                    Quirk.StaleEtag.CONFLICT_409),
            List.of(Quirk.ScimErrorShape.PLATFORM_BODY, Quirk.ScimCreateOfDeleted.CONFLICTS),
            List.of(Quirk.UnknownScimDivision.SILENTLY_HOME, Quirk.ScimDivisionCase.IGNORED),
            List.of(Quirk.ScimPut.REPLACES, Quirk.ScimRoles.IN_OWN_DIVISION, Quirk.ScimRolesWrite.REPLACES),
            List.of(
                    Quirk.ScimLargePages.TOO_MANY_REQUESTS_429,
                    Quirk.ScimPageSizes.UP_TO_100,
                    Quirk.PageSizes.UP_TO_100),
            List.of(Quirk.PageSizes.UP_TO_100, Quirk.SortOrderWords.ASCENDING_DESCENDING),
            List.of(Quirk.FreshSubjects.UNKNOWN_TO_THE_CACHE, Quirk.ReadYourWrites.ON),
            List.of(Quirk.RateHeaders.ONLY_WHEN_LIMITED, Quirk.TokenThrottle.TOO_MANY_REQUESTS_429));

    SwitchedFlowsTest(Reach reach, List<Quirk> answers) {
        super(reach, answers);
    }

    static Stream<Arguments> combinations() {
        String chosen = System.getProperty("switches", "");
        return switch (chosen) {
            case "" -> INTERACTING.stream().map(answers -> arguments(Reach.MEMORY, answers));
            case "each" -> others().flatMap(SwitchedFlowsTest::both);
            default -> both(chosen(chosen));
        };
    }

    private static Stream<Arguments> both(List<Quirk> answers) {
        return Arrays.stream(Reach.values()).map(reach -> arguments(reach, answers));
    }

    private static Arguments arguments(Reach reach, List<Quirk> answers) {
        String names = answers.stream().map(SwitchedFlowsTest::name).collect(Collectors.joining(" + "));
        return Arguments.of(reach, named(names, answers));
    }

    private static Stream<List<Quirk>> others() {
        return questions()
                .flatMap(question -> Arrays.stream(question.getEnumConstants()).skip(1))
                .map(Quirk.class::cast)
                .filter(answer -> !HOPELESS.contains(answer))
                .map(List::of);
    }

    private static Stream<Class<?>> questions() {
        return Arrays.stream(Quirk.class.getPermittedSubclasses());
    }

    private static List<Quirk> chosen(String names) {
        List<String> wanted = List.of(names.split("\\s*,\\s*", -1));
        List<Quirk> chosen = questions()
                .flatMap(question -> Arrays.stream(question.getEnumConstants()))
                .map(Quirk.class::cast)
                .filter(answer -> wanted.contains(name(answer)))
                .toList();
        if (chosen.size() != wanted.size()) {
            throw new IllegalArgumentException("of " + wanted + " these are known: " + chosen);
        }
        return chosen;
    }

    private static String name(Quirk answer) {
        return ((Enum<?>) answer).getDeclaringClass().getSimpleName() + "." + answer;
    }
}
