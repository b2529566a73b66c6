// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.Failure;
import io.tenantry.plan.Plan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long the roads of one provisioner believe divisions, groups and roles, and what makes them read again. */
class StructureAgeTest {
    private final World world = new World();
    private final MovingClock clock = new MovingClock();
    private final AtomicInteger structureReads = new AtomicInteger();
    private Runnable beforeRoles = () -> {};
    private Provisioner provisioner;

    @BeforeEach
    void tenantsAreInPlace() {
        world.clock = clock;
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        provisioner = world.provisioner(counted(world.directory), world.store);
    }

    /** Only a read of the structure asks for roles. */
    private Directory counted(Directory directory) {
        return (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (proxy, method, args) -> {
                    if (method.getName().equals("roles")) {
                        structureReads.incrementAndGet();
                        beforeRoles.run();
                    }
                    try {
                        return method.invoke(directory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void onePersonAfterTheOtherIsPlannedFromOneReadUntilItIsAMinuteOld() {
        provisioner.provision("ana", "test");
        clock.pass(Duration.ofMinutes(1).minusMillis(1));
        provisioner.provision("bob", "test");
        provisioner.missingPermissions();
        assertThat(structureReads).hasValue(1);

        clock.pass(Duration.ofMillis(1));
        provisioner.explain("ana");

        assertThat(structureReads).hasValue(2);
    }

    @Test
    void peopleWhoAreExplainedAtTheSameTimeShareOneRead() throws Exception {
        int callers = 4;
        CountDownLatch started = new CountDownLatch(callers);
        beforeRoles = () -> await(started);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<Explanation>> explained = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            explained.add(threads.submit(() -> {
                started.countDown();
                return provisioner.explain("ana");
            }));
        }
        for (Future<Explanation> explanation : explained) {
            assertThat(explanation.get().plan().isEmpty()).isTrue();
        }
        threads.shutdown();

        assertThat(structureReads).hasValue(1);
    }

    @Test
    void planForEverybodyReadsAgainAndServesTheNextPerson() {
        provisioner.plan();
        provisioner.plan();
        assertThat(structureReads).hasValue(2);

        provisioner.explain("ana");

        assertThat(structureReads).hasValue(2);
    }

    @Test
    void personAfterAPlanThatSawARenamedDivisionIsShownUnderItsNewName() {
        assertThat(provisioner.explain("ana").text()).contains("in division \"Tenant_A\"");
        Division before = world.division("Tenant_A");
        world.directory.divisions.put(before.id(), new Division(before.id(), "Tenant_A_New", false));
        assertThat(provisioner.explain("ana").text()).contains("in division \"Tenant_A\"");

        provisioner.plan();

        assertThat(provisioner.explain("ana").text())
                .contains("in division \"Tenant_A_New\"")
                .doesNotContain("in division \"Tenant_A\"")
                .contains("division-renamed");
        assertThat(provisioner.divisions().resolve("Tenant_A").division()).isEmpty();
    }

    @Test
    void runThatMadeAGroupIsFollowedByARead() {
        world.directory.division("Tenant_C");
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("c", "Tenant_C"));
        provisioner = world.provisioner(counted(world.directory), world.store);
        Plan plan = provisioner.plan();
        assertThat(provisioner.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
        int before = structureReads.get();

        provisioner.explain("ana");

        assertThat(structureReads).hasValue(before + 1);
    }

    @Test
    void runThatFailedIsFollowedByARead() {
        world.person("cat", "Account-a");
        world.directory.before = name -> {
            throw new DirectoryException(Failure.REJECTED, "no", null);
        };
        assertThat(provisioner.provision("cat", "test").report().isClean()).isFalse();
        int before = structureReads.get();

        provisioner.explain("ana");

        assertThat(structureReads).hasValue(before + 1);
    }

    @Test
    void hostAsksWhatANameStandsForWithoutARead() {
        provisioner.explain("ana");

        assertThat(provisioner.divisions().resolve("tenant_a").division()).contains(world.division("Tenant_A"));
        assertThat(structureReads).hasValue(1);
    }

    @Test
    void failedReadIsNotKept() {
        beforeRoles = () -> {
            throw new DirectoryException(Failure.RETRY_LATER, "unreachable", null);
        };
        assertThat(provisioner.explain("ana").plan().findings())
                .extracting(Finding::code)
                .contains(FindingCode.LISTING_IN_DOUBT);
        beforeRoles = () -> {};

        assertThat(provisioner.explain("ana").plan().findings()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
