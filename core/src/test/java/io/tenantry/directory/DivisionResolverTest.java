// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.MemoryDirectory;
import io.tenantry.MovingClock;
import io.tenantry.directory.DivisionResolution.Ambiguous;
import io.tenantry.directory.DivisionResolution.EverywhereRefused;
import io.tenantry.directory.DivisionResolution.HomeRefused;
import io.tenantry.directory.DivisionResolution.LookAlike;
import io.tenantry.directory.DivisionResolution.Missing;
import io.tenantry.directory.DivisionResolution.NotVisible;
import io.tenantry.directory.DivisionResolution.Renamed;
import io.tenantry.directory.DivisionResolution.Resolved;
import io.tenantry.proof.Completeness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DivisionResolverTest {
    private static final Division HOME = new Division(new DivisionId("d-home"), "Home", true);
    private static final Division RETAIL = new Division(new DivisionId("d-retail"), "Tenant_A_Retail", false);
    private static final Division HEALTH = new Division(new DivisionId("d-health"), "Tenant_B_Health", false);

    private final ListedDivisions listed = new ListedDivisions(HOME, RETAIL, HEALTH);
    private final MovingClock clock = new MovingClock();

    private DivisionResolver resolver() {
        return DivisionResolver.over(directory(), clock, Duration.ofMinutes(10));
    }

    private Directory directory() {
        return new MemoryDirectory() {
            @Override
            public Divisions divisions() {
                return listed;
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tenant_A_Retail", "tenant_a_retail", " Tenant_A_Retail\u00A0", "\uFF34enant_A_Retail"})
    void resolvesANameAfterNormalization(String name) {
        assertThat(resolver().resolve(name)).isEqualTo(new Resolved(name, RETAIL));
    }

    @Test
    void givesTheNameOfAnId() {
        assertThat(resolver().find(HEALTH.id())).contains(HEALTH);
        assertThat(resolver().find(HOME.id())).contains(HOME);
        assertThat(resolver().find(new DivisionId("d-none"))).isEmpty();
    }

    @Test
    void aPinnedIdWinsOverTheName() {
        DivisionResolution found = resolver().resolve("Old name", RETAIL.id());
        assertThat(found).isEqualTo(new Renamed("Old name", RETAIL, Optional.empty()));
        assertThat(found.division()).contains(RETAIL);
    }

    @Test
    void aRenameNamesTheDivisionThatTookTheOldName() {
        DivisionResolution found = resolver().resolve("Tenant_B_Health", RETAIL.id());
        assertThat(found).isEqualTo(new Renamed("Tenant_B_Health", RETAIL, Optional.of(HEALTH)));
        assertThat(found.division()).contains(RETAIL);
        assertThat(found.explanation()).contains("Tenant_A_Retail", "d-health");
    }

    @Test
    void aPinThatOnlyDiffersInCaseIsNoRename() {
        assertThat(resolver().resolve("TENANT_A_RETAIL", RETAIL.id()))
                .isEqualTo(new Resolved("TENANT_A_RETAIL", RETAIL));
    }

    @Test
    void aPinThatWasNotSeenIsNotVisibleEvenIfTheNameExists() {
        DivisionId gone = new DivisionId("d-gone");
        DivisionResolution found = resolver().resolve("Tenant_A_Retail", gone);
        assertThat(found).isEqualTo(new NotVisible("Tenant_A_Retail", Optional.of(gone), List.of()));
        assertThat(found.division()).isEmpty();
    }

    @Test
    void aNameNobodyHasIsMissingAndNeverHome() {
        DivisionResolution found = resolver().resolve("Tenant_C");
        assertThat(found).isEqualTo(new Missing("Tenant_C"));
        assertThat(found.division()).isEmpty();
    }

    @Test
    void twoDivisionsOfOneNormalizedNameAreAmbiguous() {
        Division twin = new Division(new DivisionId("d-a-twin"), "TENANT_A_RETAIL", false);
        listed.set(RETAIL, twin);
        assertThat(resolver().resolve("Tenant_A_Retail"))
                .isEqualTo(new Ambiguous("Tenant_A_Retail", List.of(twin, RETAIL)));
    }

    @Test
    void aPinTellsTwinsApart() {
        Division twin = new Division(new DivisionId("d-a-twin"), "TENANT_A_RETAIL", false);
        listed.set(RETAIL, twin);
        assertThat(resolver().resolve("Tenant_A_Retail", twin.id())).isEqualTo(new Resolved("Tenant_A_Retail", twin));
    }

    @Test
    void aNameInOtherCharactersIsALookAlike() {
        String cyrillic = "T\u0435nant_A_R\u0435tail";
        DivisionResolution found = resolver().resolve(cyrillic);
        assertThat(found).isEqualTo(new LookAlike(cyrillic, List.of(RETAIL)));
        assertThat(found.division()).isEmpty();
    }

    @Test
    void homeIsRefusedByNameAndById() {
        assertThat(resolver().resolve("home")).isEqualTo(new HomeRefused("home", HOME));
        assertThat(resolver().resolve("Tenant_A", HOME.id())).isEqualTo(new HomeRefused("Tenant_A", HOME));
        assertThat(resolver().resolve("home").division()).isEmpty();
    }

    @Test
    void aRenamedHomeIsStillRefused() {
        Division renamed = new Division(HOME.id(), "Headquarters", true);
        listed.set(renamed);
        assertThat(resolver().resolve("Headquarters")).isEqualTo(new HomeRefused("Headquarters", renamed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "\uFF0A", "\u2217", "**", "All Divisions", "all_divisions", "everywhere"})
    void aNameForAllDivisionsIsRefusedEvenIfADivisionHasIt(String name) {
        listed.set(new Division(new DivisionId("d-odd"), name, false));
        assertThat(resolver().resolve(name)).isEqualTo(new EverywhereRefused(name));
    }

    @Test
    void thePinOfAllDivisionsIsRefused() {
        assertThat(resolver().resolve("Tenant_A", DivisionId.EVERYWHERE)).isEqualTo(new EverywhereRefused("Tenant_A"));
    }

    @Test
    void anIncompleteListingProvesNeitherAbsenceNorUniqueness() {
        listed.doubt("page 2 failed");
        assertThat(resolver().resolve("Tenant_C"))
                .isEqualTo(new NotVisible("Tenant_C", Optional.empty(), List.of("page 2 failed")));
        assertThat(resolver().resolve("Tenant_A_Retail"))
                .isEqualTo(new NotVisible("Tenant_A_Retail", Optional.empty(), List.of("page 2 failed")));
        assertThat(resolver().resolve("Tenant_A_Retail", RETAIL.id()))
                .isEqualTo(new Resolved("Tenant_A_Retail", RETAIL));
    }

    @Test
    void readsTheStructureOnceUntilItExpires() {
        DivisionResolver resolver = resolver();
        resolver.resolve("Tenant_A_Retail");
        clock.pass(Duration.ofMinutes(10).minusNanos(1));
        resolver.resolve("Tenant_B_Health");
        assertThat(listed.reads).isEqualTo(1);
        assertThat(resolver.latest()).isPresent();

        clock.pass(Duration.ofNanos(1));

        assertThat(resolver.latest()).isEmpty();
        resolver.find(RETAIL.id());
        assertThat(listed.reads).isEqualTo(2);
    }

    @Test
    void readsOnceForManyCallersAtTheSameTime() throws Exception {
        int callers = 8;
        DivisionResolver resolver = resolver();
        CountDownLatch started = new CountDownLatch(callers);
        listed.before = () -> await(started);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<Structure>> answers = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            answers.add(threads.submit(() -> {
                started.countDown();
                return resolver.structure();
            }));
        }

        Structure first = answers.get(0).get();
        for (Future<Structure> answer : answers) {
            assertThat(answer.get()).isSameAs(first);
        }
        assertThat(listed.reads).isEqualTo(1);
        threads.shutdown();
    }

    @Test
    void readsAgainAfterItWasToldToForget() {
        DivisionResolver resolver = resolver();
        assertThat(resolver.resolve("Tenant_C")).isInstanceOf(Missing.class);
        Division created = listed.create("Tenant_C");

        resolver.forget();

        assertThat(resolver.resolve("Tenant_C")).isEqualTo(new Resolved("Tenant_C", created));
    }

    @Test
    void usesNoOldNameOnceARereadHasSeenTheNewOne() {
        DivisionResolver resolver = resolver();
        resolver.resolve("Tenant_A_Retail");
        Division renamed = new Division(RETAIL.id(), "Tenant_A_Shops", false);
        listed.set(HOME, renamed, HEALTH);

        resolver.reread();

        assertThat(resolver.resolve("Tenant_A_Retail")).isEqualTo(new Missing("Tenant_A_Retail"));
        assertThat(resolver.find(RETAIL.id())).contains(renamed);
        assertThat(listed.reads).isEqualTo(2);
    }

    @Test
    void readsForEachQuestionWhereNothingIsBelieved() {
        DivisionResolver resolver = DivisionResolver.over(directory(), clock, Duration.ZERO);

        resolver.resolve("Tenant_A_Retail");
        resolver.resolve("Tenant_A_Retail");

        assertThat(listed.reads).isEqualTo(2);
        assertThat(resolver.latest()).isEmpty();
    }

    @Test
    void doesNotKeepAnIncompleteListing() {
        DivisionResolver resolver = resolver();
        listed.doubt("page 2 failed");
        resolver.resolve("Tenant_A_Retail");
        listed.set(HOME, RETAIL);
        assertThat(resolver.resolve("Tenant_A_Retail")).isEqualTo(new Resolved("Tenant_A_Retail", RETAIL));
    }

    @Test
    void doesNotKeepAFailure() {
        DivisionResolver resolver = resolver();
        listed.failing = true;
        assertThatThrownBy(() -> resolver.resolve("Tenant_A_Retail")).isInstanceOf(DirectoryException.class);
        listed.failing = false;
        assertThat(resolver.resolve("Tenant_A_Retail")).isEqualTo(new Resolved("Tenant_A_Retail", RETAIL));
    }

    @Test
    void everyResultExplainsItselfWithTheNameAsked() {
        listed.set(HOME, RETAIL, new Division(new DivisionId("d-2"), "tenant_a_retail", false));
        assertThat(List.of("Tenant_A_Retail", "Tenant_C", "Home", "*", "T\u0435nant_A_Retail"))
                .allSatisfy(name ->
                        assertThat(resolver().resolve(name).explanation()).contains(name));
    }

    private static final class ListedDivisions implements Divisions {
        private List<Division> all;
        private Completeness completeness = Completeness.complete(0, 1);
        private int reads;
        private boolean failing;
        private Runnable before = () -> {};

        private ListedDivisions(Division... divisions) {
            all = List.of(divisions);
        }

        void set(Division... divisions) {
            all = List.of(divisions);
            completeness = Completeness.complete(all.size(), 1);
        }

        void doubt(String doubt) {
            completeness = completeness.doubting(doubt);
        }

        @Override
        public Listing<Division> list() {
            reads++;
            before.run();
            if (failing) {
                throw new DirectoryException(Failure.RETRY_LATER, "unreachable", null);
            }
            return new Listing<>(all, completeness);
        }

        @Override
        public Division create(String name) {
            List<Division> more = new ArrayList<>(all);
            Division created = new Division(new DivisionId("d-" + more.size()), name, false);
            more.add(created);
            all = more;
            return created;
        }

        @Override
        public void move(Division to, List<AccountId> accounts) {
            throw new UnsupportedOperationException();
        }
    }
}
