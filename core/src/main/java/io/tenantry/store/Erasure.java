// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Opening;
import io.tenantry.store.AuditTrail.Part;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Seal;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person to forget. Immutable.
 *
 * @param identity the identity's id
 * @param accounts accounts of that identity; those that the store knows are added to them
 * @param names other names of the same person, such as the user name under which they approved plans
 * @param reason a short code such as {@code data-subject-request}: letters, digits and hyphens, because it is never
 *     erased
 * @param requestedBy the person or system that asks for it, for the record
 * @param at when it happens; the trail never shows it before the rows that it follows
 */
public record Erasure(
        IdentityId identity,
        Set<AccountId> accounts,
        Set<String> names,
        String reason,
        String requestedBy,
        Instant at) {
    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if the reason is not a short code, or if it or {@code requestedBy} names the
     *     person to forget
     */
    public Erasure {
        if (!REASON.matcher(reason).matches()) {
            throw new IllegalArgumentException(
                    "the reason of an erasure is never erased: use a code of letters, digits and hyphens; " + reason);
        }
        accounts = Set.copyOf(accounts);
        names = names.stream().filter(n -> !n.isBlank()).collect(Collectors.toUnmodifiableSet());
        PersonNames person = PersonNames.of(identity, accounts, names);
        if (person.areMentionedIn(reason)) {
            throw new IllegalArgumentException(
                    "the reason of an erasure is never erased: use a code that does not name the person to forget");
        }
        if (person.areNamedBy(requestedBy)) {
            throw new IllegalArgumentException("the trail keeps requestedBy: name the person or system that"
                    + " handles the request, not the person to forget");
        }
    }

    /** Creates an erasure of everything that the store knows under an identity's id. */
    public Erasure(IdentityId identity, String reason, String requestedBy, Instant at) {
        this(identity, Set.of(), Set.of(), reason, requestedBy, at);
    }

    /**
     * Returns this erasure with the accounts that rows show for the identity. A store begins with this, because rows
     * with only an account do not name the identity.
     *
     * @param rows all rows of the store
     * @param linked the account that is linked to the identity
     */
    public Erasure widened(Stream<Row> rows, Optional<AccountId> linked) {
        Set<AccountId> all = new HashSet<>(accounts);
        linked.ifPresent(all::add);
        rows.flatMap(r -> r.who().stream())
                .filter(w ->
                        w.identity().equals(identity.value()) && !w.account().isEmpty())
                .forEach(w -> all.add(new AccountId(w.account())));
        return new Erasure(identity, all, names, reason, requestedBy, at);
    }

    /** Returns which parts of a tenant's rows have clear text of this person. */
    public List<Place> places(List<Row> rows) {
        List<Place> places = new ArrayList<>();
        for (Row row : rows) {
            boolean concerned = row.who().filter(this::is).isPresent();
            for (int i = 0; i < row.seals().size(); i++) {
                Seal seal = row.seals().get(i);
                if (seal.opening().filter(o -> shows(seal, o, concerned)).isPresent()) {
                    places.add(new Place(row.number(), i));
                }
            }
        }
        return places;
    }

    // An account may have belonged to another identity before; a row that names an identity belongs to that identity.
    boolean is(Who who) {
        return who.identity().isEmpty()
                ? accounts.stream().anyMatch(a -> a.value().equals(who.account()))
                : who.identity().equals(identity.value());
    }

    private boolean shows(Seal seal, Opening opening, boolean concerned) {
        if (seal.part() == Part.APPROVER) {
            return isNamed(opening.field("by"));
        }
        return concerned
                || (seal.part() == Part.WHY && opening.body().values().stream().anyMatch(this::isMentionedIn));
    }

    /**
     * Returns whether a text that names one person or system, such as an approver, names this person: alone or beside
     * other words, in upper or lower case, in either encoding of an accent.
     */
    public boolean isNamed(String text) {
        return person().areNamedBy(text);
    }

    /**
     * Returns whether a text for people contains a name of this person as a word, in upper or lower case, in either
     * encoding of an accent. A number of up to four digits and a text of one or two characters count only in quotation
     * marks or behind a word such as {@code identity} or {@code account}; so does any number directly behind a colon,
     * where the number of a line stands.
     */
    public boolean isMentionedIn(String text) {
        return person().areMentionedIn(text);
    }

    /** Returns the text, or a note that it was erased if it names this person. */
    public String redacted(String text) {
        return isMentionedIn(text) ? "(erased)" : text;
    }

    private PersonNames person() {
        return PersonNames.of(identity, accounts, names);
    }

    /**
     * Returns the entry that announces which parts of a tenant's rows were erased. Its time is not before the time of
     * the last row.
     *
     * @param last the last row of the tenant's trail
     */
    public Entry announcement(Row last, List<Place> places) {
        Instant before = last.fact().at();
        Fact fact = new Fact(
                at.isBefore(before) ? before : at,
                "erasure",
                "",
                0,
                last.fact().tenant(),
                Kind.ERASE,
                Optional.empty(),
                reason,
                places,
                Result.APPLIED);
        return new Entry(fact, Optional.empty(), new Why("", "", ""), List.of(requestedBy));
    }
}
