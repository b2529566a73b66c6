// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.AttributeRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class PeopleTest {
    private static final List<AttributeRule> RULES =
            List.of(new AttributeRule(AccountAttribute.TITLE, "title", AttributeRule.Strength.ALWAYS));

    private static People people(List<Identity> of) {
        People people = new People(new Lexicon(), RULES);
        of.forEach(people::add);
        return people;
    }

    private static Identity at(Identity i, String origin) {
        return new Identity(
                i.id(), i.userName(), i.displayName(), i.enabled(), i.sourceGroups(), i.attributes(), origin);
    }

    @Test
    void givesPeopleBackAsTheyCame() {
        List<Identity> added = new ArrayList<>();
        RandomWorld world = new RandomWorld(1);
        for (int i = 0; i < 5000; i++) {
            added.add(world.identity(i));
        }
        People people = people(added);
        List<Identity> read = new ArrayList<>();
        for (int row = 0; row < people.size(); row++) {
            read.add(people.get(row));
        }
        assertThat(read).isEqualTo(added);
        assertThat(added)
                .allSatisfy(i -> assertThat(people.get(people.row(i.id()))).isEqualTo(i));
        assertThat(people.row(new IdentityId("nobody"))).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "a:",
                ":1",
                "users.csv:17",
                "users.csv:017",
                "users.csv:0",
                "users.csv:-1",
                "users.csv:+1",
                "users.csv:1234567890",
                "users.csv:999999999",
                "users.csv:99999999999",
                "users.csv:1x",
                "users.csv:\u0661",
                "C:\\x.csv:3",
                "https://graph.example/users?page=2",
                "\u540D.csv:4"
            })
    void keepsAnOriginToTheLetter(String origin) {
        Identity identity = at(Identity.of("id", "name", "Name", List.of(), Map.of()), origin);
        assertThat(people(List.of(identity)).get(0)).isEqualTo(identity);
    }

    @Test
    void keepsOddNamesValuesAndGroupsApart() {
        Identity odd = new Identity(
                new IdentityId("ID-1"),
                "\u0130stanbul@BPO.example",
                "",
                false,
                new TreeSet<>(List.of("", "g", "a", "\u540D", "x:y")),
                new TreeMap<>(Map.of("a", "b", "ab", "c", "title", "gx")),
                "memory");
        People people = people(List.of(odd, Identity.of("id-1", "i", "I", List.of(), Map.of("", "nameless"))));
        assertThat(people.get(0)).isEqualTo(odd);
        assertThat(people.get(1).attributes()).containsExactly(Map.entry("", "nameless"));
    }

    @Test
    void countsARepeatedRowOnceAndKeepsItsFirstOrigin() {
        Identity one = Identity.of("id", "name", "Name", List.of("g"), Map.of());
        People people = people(List.of(at(one, "b:2"), at(one, "a:1"), at(one, "c:3")));
        assertThat(people.size()).isEqualTo(1);
        assertThat(people.get(0).origin()).isEqualTo("a:1");
        assertThat(people.contradicted.isEmpty()).isTrue();
    }

    @Test
    void findsTheContradictionOfRowsInAnyOrder() {
        Identity one = Identity.of("id", "name", "Name", List.of("g"), Map.of());
        Identity other = Identity.of("id", "NAME", "Name", List.of("g"), Map.of());
        Identity third = Identity.of("id", "name", "Name", List.of("g"), Map.of("title", "x"));
        People forward = people(List.of(one, other, third, one));
        People backward = people(List.of(third, one, other));
        assertThat(forward.contradicted.get(0)).isTrue();
        assertThat(forward.fingerprint())
                .isEqualTo(backward.fingerprint())
                .isNotEqualTo(people(List.of(one)).fingerprint());
    }

    @Test
    void takesTheFingerprintOfWhatWasSaidInAnyOrder() {
        List<Identity> rows = new ArrayList<>();
        RandomWorld world = new RandomWorld(2);
        for (int i = 0; i < 50; i++) {
            rows.add(world.identity(i));
        }
        String fingerprint = people(rows).fingerprint();
        Collections.shuffle(rows, new Random(3));
        assertThat(people(rows).fingerprint()).isEqualTo(fingerprint);
        assertThat(people(rows.subList(1, 50)).fingerprint()).isNotEqualTo(fingerprint);
    }
}
