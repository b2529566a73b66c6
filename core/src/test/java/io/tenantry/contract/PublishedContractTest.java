// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** What a host runs stands on what a host has: the exported packages, JUnit and AssertJ. */
class PublishedContractTest {
    @Test
    void contractStandsOnWhatAHostHas() {
        classes()
                .that()
                .haveNameNotMatching(".*\\.(\\w*Test|Wrong\\w*)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.tenantry.contract",
                        "io.tenantry.change",
                        "io.tenantry.directory",
                        "io.tenantry.identity",
                        "io.tenantry.policy",
                        "io.tenantry.proof",
                        "io.tenantry.store",
                        "java..",
                        "org.assertj.core..",
                        "org.jspecify..",
                        "org.junit.jupiter.api..",
                        "org.opentest4j..")
                .check(new ClassFileImporter().importPackages("io.tenantry.contract"));
    }
}
