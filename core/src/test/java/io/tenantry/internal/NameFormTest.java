// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NameFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tenant A",
                "  tenant a ",
                "TENANT\u00A0A",
                "tenant \t  A",
                "\uFF34enant A",
                "Tenant\u2003A",
            })
    void oneNameInManySpellingsHasOneNormalForm(String spelling) {
        assertThat(NameForm.of(spelling).normal()).isEqualTo("tenant a");
    }

    @ParameterizedTest
    @CsvSource({"STRASSE,straße", "ΟΔΟΣ,οδος", "ﬁrst,FIRST", "İstanbul,i̇stanbul", "①,1"})
    void foldsCaseAndCompatibleCharactersOfEveryScript(String one, String other) {
        boolean sameByNormalForm = NameForm.of(one).isSameAs(NameForm.of(other));
        boolean expected = !one.equals("İstanbul");
        assertThat(sameByNormalForm).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Retail,R\u0435tail",
        "Tenant_A,Tenant_\u0410",
        "Client 10,Client 1O",
        "Account l,Account I",
        "Retail,Re\u200Btail",
        "Retail-A,Retail\u2013A",
        "Tenant_A,\u202ETenant_A",
    })
    void differentNamesThatLookAlikeShareASkeletonOnly(String one, String other) {
        NameForm form = NameForm.of(one);
        assertThat(form.looksLike(NameForm.of(other))).isTrue();
        assertThat(form.isSameAs(NameForm.of(other))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Retail,Retails", "Retail,Health", "Tenant 1,Tenant 2", "Ärzte,Arzte"})
    void differentNamesThatLookDifferentShareNothing(String one, String other) {
        assertThat(NameForm.of(one).looksLike(NameForm.of(other))).isFalse();
        assertThat(NameForm.of(one).isSameAs(NameForm.of(other))).isFalse();
    }

    @Test
    void aNameIsNotItsOwnLookAlike() {
        assertThat(NameForm.of("Retail").looksLike(NameForm.of("RETAIL"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"R\u0435tail", "\u0410ccount A", "Α1b"})
    void seesScriptsMixedInOneWord(String name) {
        assertThat(NameForm.of(name).mixesScripts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Retail", "Клиент ABC", "東京コールセンター", "サポートTeam", "고객 A", "Δοκιμή-Test", "عميل", "Tenant_1", ""})
    void acceptsNamesAsPeopleWriteThem(String name) {
        assertThat(NameForm.of(name).mixesScripts()).isFalse();
    }

    @Test
    void normalizingTwiceIsNormalizingOnce() {
        long seed = 20261124;
        Random random = new Random(seed);
        for (int i = 0; i < 8_000; i++) {
            String name = randomName(random);
            String normal = NameForm.of(name).normal();
            assertThat(NameForm.of(normal).normal())
                    .as(
                            "seed %d, case %d, %s",
                            seed, i, name.codePoints().boxed().toList())
                    .isEqualTo(normal);
        }
    }

    private static String randomName(Random random) {
        int[] blocks = {
            0x20, 0xA0, 0x370, 0x400, 0x530, 0x1E00, 0x1F00, 0x2000, 0x2100, 0xFB00, 0xFF00, 0x1D400, 0x10400
        };
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            name.appendCodePoint(blocks[random.nextInt(blocks.length)] + random.nextInt(0x100));
        }
        return name.toString();
    }
}
