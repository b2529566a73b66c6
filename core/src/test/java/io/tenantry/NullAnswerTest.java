// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source of a host whose method returns null ends each road with an exception that names the source and the method. */
@NullUnmarked
class NullAnswerTest {
    /** A method of a source, and the roads that cannot do without it, in alphabetical order. */
    enum Wrong {
        READ("IdentitySource.read", "plan planOffboarding whatIf"),
        PAGE("IdentitySource.read", "plan planOffboarding whatIf"),
        FIND("IdentitySource.find", "explain provision"),
        CHANGES("IdentitySource.changes", "plan planChanges"),
        LATEST("ChangeFeed.latest", ""),
        SINCE("ChangeFeed.since", "planChanges"),
        NEXT("ChangeFeed.since", "planChanges");

        final String method;
        final String roads;

        Wrong(String method, String roads) {
            this.method = method;
            this.roads = roads;
        }
    }

    private static final Map<String, Consumer<Provisioner>> ROADS = Map.of(
            "plan", Provisioner::plan,
            "planChanges", Provisioner::planChanges,
            "explain", p -> p.explain("ana"),
            "provision", p -> p.provision("ana", "test"),
            "planOffboarding", p -> p.planOffboarding(new TenantId("b")),
            "whatIf", p -> p.whatIf(new World().policy()));

    @ParameterizedTest
    @EnumSource
    void roadEndsWithTheSourceAndTheMethod(Wrong wrong) {
        Set<String> ended = new TreeSet<>();
        ROADS.forEach((name, road) -> {
            Source source = new Source();
            Provisioner provisioner = source.provisioner();
            source.wrong = wrong;
            Throwable thrown = catchThrowable(() -> road.accept(provisioner));
            if (thrown != null) {
                ended.add(name);
                assertThat(thrown)
                        .as(name)
                        .isInstanceOf(IdentitySourceException.class)
                        .hasMessageContaining("hand-made: " + wrong.method);
            }
        });
        assertThat(String.join(" ", ended)).isEqualTo(wrong.roads);
    }

    @Test
    void nullFromTheListOfFeedsEndsApplyBeforeItWrites() {
        Source source = new Source();
        Provisioner provisioner = source.provisioner();
        Plan plan = provisioner.plan();
        int writes = source.world.directory.writes.size();
        source.wrong = Wrong.CHANGES;

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.outcomes())
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.detail()).contains("hand-made: IdentitySource.changes"));
        assertThat(source.world.directory.writes).hasSize(writes);
    }

    @Test
    void sourceThatFailsAfterTheLastWriteDoesNotHideTheReport() {
        Source source = new Source();
        Provisioner provisioner = source.provisioner();
        Plan plan = provisioner.plan();
        source.asked = 0;
        source.failsAfter = 1;

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.isClean()).isTrue();
        assertThat(source.asked).isEqualTo(2);
    }

    @Test
    void sourceWithoutANameIsRefusedByItsClass() {
        Source source = new Source();
        source.name = null;

        assertThatThrownBy(source::provisioner)
                .isInstanceOf(IdentitySourceException.class)
                .hasMessageContaining(Source.class.getName() + ": IdentitySource.name");
    }

    /** Keeps its promises until a method is to return null. */
    private static final class Source implements IdentitySource {
        private final World world = new World();
        private final MemorySource people = MemorySource.named("hand-made");
        private String name = "hand-made";
        private Wrong wrong;
        private int failsAfter = Integer.MAX_VALUE;
        private int asked;

        /** Everybody is planned and a person has changed since. */
        Provisioner provisioner() {
            Provisioner provisioner = world.persons(20, "Account-a")
                    .builder(world.directory, world.store)
                    .source(this)
                    .structureAge(Duration.ZERO)
                    .build();
            people.putAll(world.people.values());
            for (int structureThenPeople = 0; structureThenPeople < 2; structureThenPeople++) {
                Plan plan = provisioner.plan();
                provisioner.apply(plan, Approval.of(plan, "test"));
            }
            world.person("ana", "Account-a");
            people.putAll(world.people.values());
            asked = 0;
            return provisioner;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Completeness read(Consumer<IdentityPage> pages) {
            Completeness proof = people.read(page -> pages.accept(wrong == Wrong.PAGE ? null : page));
            return wrong == Wrong.READ ? null : proof;
        }

        @Override
        public Optional<Identity> find(String idOrUserName) {
            return wrong == Wrong.FIND ? null : people.find(idOrUserName);
        }

        @Override
        public Optional<ChangeFeed> changes() {
            if (asked++ >= failsAfter) {
                throw new IllegalStateException("the client is closed");
            }
            return wrong == Wrong.CHANGES ? null : people.changes().map(this::feed);
        }

        private ChangeFeed feed(ChangeFeed feed) {
            return new ChangeFeed() {
                @Override
                public String latest() {
                    return wrong == Wrong.LATEST ? null : feed.latest();
                }

                @Override
                public Changes since(String watermark) {
                    Changes changes = feed.since(watermark);
                    return wrong == Wrong.SINCE
                            ? null
                            : new Changes(changes.ids(), wrong == Wrong.NEXT ? null : changes.next());
                }
            };
        }
    }
}
