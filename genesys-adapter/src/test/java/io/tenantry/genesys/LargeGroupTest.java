// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.fixtures.org.Group;
import io.tenantry.plan.Plan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group with more individuals than one answer can carry is read page by page. */
class LargeGroupTest {
    private static final String INDIVIDUALS = "/api/v2/groups/*/individuals";
    private final Site site = Site.of(1, 1);

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void groupOfFiftyThousandIsReadCompletelyAndReported() {
        fill(50_000);
        site.fake.recorder().clear();

        Plan plan = site.provisioner().plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(plan.holds()).isEmpty();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.LARGE_GROUP)
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("has 50000 members"));
        assertThat(site.calls())
                .noneMatch(c -> c.contains("/individuals"))
                .filteredOn(c -> c.contains("/members"))
                .hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 200})
    void groupWhoseIndividualsAreTooLargeForOneAnswerIsReadInPagesWithoutItsOwners(int status) {
        fill(1_000);
        Group group = site.inGroup(0, 0);
        String owner = site.fake.createUser("Owner", "owner@acme.example").id();
        site.fake.change("own", org -> org.with(group.withOwners(List.of(owner))));
        if (status == 413) {
            site.fake.faults().on("GET", INDIVIDUALS).always().answer(413);
        }
        GenesysCloud genesys = site.adapter().largestAnswer(100_000).build();

        Listing<AccountId> members = genesys.groups().members(new GroupId(group.id()));

        assertThat(members.completeness().doubts()).isEmpty();
        assertThat(members.entries()).hasSize(1_000).doesNotContain(new AccountId(owner));
    }

    private void fill(int people) {
        List<Crowd.Person> all = IntStream.range(0, people)
                .mapToObj(i -> new Crowd.Person(0, List.of(0)))
                .toList();
        site.fake.change("fill", org -> Crowd.extend(site, org, all));
        IntStream.range(0, people).forEach(i -> site.put("p" + i, Site.account(0)));
    }
}
