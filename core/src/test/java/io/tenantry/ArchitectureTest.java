// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.tenantry.change.Change;
import io.tenantry.change.Path;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of the house, and what no room of core may contain. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tenantry");

    @Test
    void importsNeverRunAgainstTheFlowOfData() {
        Rooms.flow().check(CORE);
    }

    @Test
    void everyPackageIsARoom() {
        assertThat(CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(Rooms.all()));
    }

    @Test
    void nothingInTheRootKnowsTheFacade() {
        noClasses()
                .that()
                .resideInAPackage("io.tenantry")
                .and()
                .doNotBelongToAnyOf(Provisioner.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Provisioner.class)
                .check(CORE);
    }

    @Test
    void filesOfTheRootFormNoCircle() {
        SliceAssignment byFile = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().equals("io.tenantry")
                        ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "files of the root";
            }
        };
        slices().assignedFrom(byFile).should().beFreeOfCycles().check(CORE);
    }

    @Test
    void enginesStandOnTheJdkAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tenantry.internal", "io.tenantry.internal.dense", "io.tenantry.internal.regex")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.tenantry.internal..", "java..", "org.jspecify..")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("io.tenantry.internal.jdbc")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.tenantry.internal.jdbc", "java..", "javax.sql..", "org.jspecify..")
                .check(CORE);
    }

    @Test
    void coreKnowsNoHttp() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..", "io.tenantry.genesys..")
                .check(CORE);
        noClasses()
                .should()
                .haveSimpleNameContaining("Http")
                .orShould()
                .haveSimpleNameContaining("Scim")
                .check(CORE);
    }

    @Test
    void noPublicSignatureShowsJacksonOrCaffeine() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.tenantry.internal..")
                .should(showNo("com.fasterxml.jackson", "com.github.benmanes.caffeine"))
                .check(CORE);
    }

    @Test
    void timeComesFromAClockAndWaitingFromASleeper() {
        DescribedPredicate<JavaAccess<?>> ambient = calls(
                "ambient time, waiting or printing",
                a -> is(a, Instant.class, "now")
                        || is(a, LocalDate.class, "now")
                        || is(a, Clock.class, "systemUTC")
                        || is(a, Clock.class, "systemDefaultZone")
                        || is(a, System.class, "currentTimeMillis")
                        || is(a, System.class, "out")
                        || is(a, System.class, "err")
                        || is(a, Thread.class, "sleep"));
        noClasses()
                .that(isNone(
                        "io.tenantry.Provisioner$Builder",
                        "io.tenantry.store.MemoryStore",
                        "io.tenantry.watch.Watch$Builder"))
                .should()
                .accessTargetWhere(ambient)
                .check(CORE);
    }

    /** Leases count on the database's clock, so a clock of a node that is ten minutes wrong changes nothing. */
    @Test
    void tablesOfAHostReadNoClockOfTheNode() {
        noClasses()
                .that()
                .resideInAPackage("io.tenantry.internal.jdbc")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|Instant|.*DateTime)|java\\.util\\.Date|java\\.sql\\.Timestamp")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CORE);
    }

    @Test
    void aVariantAnswersForItselfAndIsNeverAskedWhatItIs() {
        Set<String> variants = CORE.stream()
                .map(JavaClass::reflect)
                .filter(Class::isSealed)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .map(Class::getName)
                .collect(Collectors.toSet());

        List<String> ladders = CORE.stream()
                .flatMap(c -> c.getInstanceofChecks().stream())
                .filter(check -> variants.contains(check.getRawType().getName()))
                .filter(check -> !isOwnEquals(check))
                .map(check -> check.getOwner().getFullName() + " line " + check.getLineNumber() + " asks for "
                        + check.getRawType().getSimpleName())
                .sorted()
                .toList();

        assertThat(variants).contains(Change.JoinGroup.class.getName(), Path.Residence.class.getName());
        assertThat(ladders).isEmpty();
    }

    /** The equals method of a record compares with its own kind only. */
    private static boolean isOwnEquals(InstanceofCheck check) {
        return check.getOwner().getName().equals("equals")
                && check.getOwner().getOwner().equals(check.getRawType());
    }

    @Test
    void nothingDependsOnTheDefaultLocaleOrCharset() {
        DescribedPredicate<JavaAccess<?>> byDefault = calls(
                "the default locale or charset",
                a -> takesOnly(a, String.class, "toLowerCase")
                        || takesOnly(a, String.class, "toUpperCase")
                        || takesOnly(a, String.class, "getBytes")
                        || takesOnly(a, String.class, "<init>", byte[].class)
                        || takesOnly(a, String.class, "format", String.class, Object[].class)
                        || is(a, String.class, "formatted")
                        || takesOnly(a, InputStreamReader.class, "<init>", java.io.InputStream.class)
                        || takesOnly(a, OutputStreamWriter.class, "<init>", java.io.OutputStream.class)
                        || is(a, java.io.FileReader.class, "<init>")
                        || is(a, java.io.FileWriter.class, "<init>"));
        noClasses().should().accessTargetWhere(byDefault).check(CORE);
    }

    private static DescribedPredicate<JavaClass> isNone(String... names) {
        Set<String> except = Set.of(names);
        return DescribedPredicate.describe("are not " + except, c -> !except.contains(c.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> calls(
            String what, java.util.function.Predicate<JavaAccess<?>> which) {
        return DescribedPredicate.describe(what, which);
    }

    private static boolean is(JavaAccess<?> access, Class<?> owner, String member) {
        return access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(member);
    }

    private static boolean takesOnly(JavaAccess<?> access, Class<?> owner, String member, Class<?>... parameters) {
        return is(access, owner, member)
                && access.getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget t
                && t.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .toList()
                        .equals(Arrays.stream(parameters).map(Class::getName).toList());
    }

    private static ArchCondition<JavaMethod> showNo(String... packages) {
        return new ArchCondition<>("show no type of " + Arrays.toString(packages)) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean visible = isVisible(method.getModifiers())
                        && isVisible(method.getOwner().getModifiers());
                boolean shows = Stream.concat(
                                method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                        .anyMatch(t -> Arrays.stream(packages).anyMatch(t.getPackageName()::startsWith));
                if (visible && shows) {
                    events.add(SimpleConditionEvent.violated(method, method.getDescription()));
                }
            }
        };
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
