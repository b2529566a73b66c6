// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the adapter's packages, and what none of them uses. */
class ArchitectureTest {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tenantry.genesys");

    @Test
    void jsonKnowsNoCallsAndCallsKnowNoPort() {
        noClasses()
                .that()
                .resideInAPackage("..internal.json..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..internal.call..", "..internal.port..", "java.net.http..")
                .check(ADAPTER);
        noClasses()
                .that()
                .resideInAPackage("..internal.call..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..internal.port..")
                .check(ADAPTER);
        noClasses()
                .that()
                .resideInAPackage("..internal.port..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(ADAPTER);
    }

    @Test
    void nothingWaitsOrReadsTheTimeOfItsOwnAccord() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ADAPTER);
    }

    @Test
    void onlyTheEnginesPortAndProofAreUsedOfCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tenantry",
                        "io.tenantry.policy..",
                        "io.tenantry.identity..",
                        "io.tenantry.plan..",
                        "io.tenantry.apply..",
                        "io.tenantry.reconcile..",
                        "io.tenantry.store..")
                .check(ADAPTER);
    }

    @Test
    void jacksonStaysInside() {
        noClasses()
                .that()
                .resideInAPackage("io.tenantry.genesys")
                .and()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(ADAPTER);
    }

    @Test
    void typesThatNobodyImplementsAreFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(ADAPTER);
    }
}
