// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.internal.Fold;
import io.tenantry.internal.Ids;
import io.tenantry.internal.dense.Column;
import io.tenantry.internal.dense.Dictionary;
import io.tenantry.internal.dense.MembershipDiff;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Accounts in columns of ordinals, found by id, external id and user name. One thread fills it; after that it is only
 * read.
 */
// The ordinals of enums are places in columns that never leave the process.
@SuppressWarnings("EnumOrdinal")
public final class AccountIndex {
    static final int NONE = -1;
    static final int SEVERAL = -2;
    private static final AccountState[] STATES = AccountState.values();
    private static final AccountAttribute[] ATTRIBUTES = AccountAttribute.values();

    final Lexicon lexicon;
    final MembershipDiff memberships = new MembershipDiff();
    final Column states = new Column(-1);
    final Column divisions = new Column(-1);
    final Column foldedNames = new Column(-1);
    final Column displayNames = new Column(-1);
    private final Column spelledNames = new Column(-1);
    private final Column externalIds = new Column(-1);
    private final Column[] attributes = new Column[ATTRIBUTES.length];
    private final Column firstWithExternalId = new Column(-1);
    private final Column nextWithExternalId = new Column(-1);
    private final Column firstWithUserName = new Column(-1);
    private final Column nextWithUserName = new Column(-1);
    /** The accounts of which a read showed the external id, or that they carry none. */
    private final BitSet known = new BitSet();

    private final Dictionary divisionIds = new Dictionary();
    /** The divisions by their ordinals. */
    private final List<DivisionId> divisionOf = new ArrayList<>();

    /** Creates an empty index that shares its texts with the people who are compared with these accounts. */
    public AccountIndex(Lexicon lexicon) {
        this.lexicon = lexicon;
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = new Column(-1);
        }
    }

    /** Indexes these accounts. */
    public AccountIndex(Collection<Account> accounts) {
        this(new Lexicon());
        accounts.forEach(this::add);
    }

    /** Adds an account; one with an id that was added before is left out. */
    public void add(Account account) {
        int row = memberships.member(account.id().value());
        if (row < size()) {
            return;
        }
        states.add(account.state().ordinal());
        divisions.add(division(account.division()));
        name(row, account.userName());
        displayNames.add(lexicon.words.intern(account.displayName()));
        int external = account.externalId().map(lexicon.ids::intern).orElse(-1);
        externalIds.add(external);
        if (external >= 0) {
            link(firstWithExternalId, nextWithExternalId, external, row);
        }
        for (AccountAttribute attribute : ATTRIBUTES) {
            String value = account.attributes().get(attribute);
            attributes[attribute.ordinal()].add(value == null ? -1 : lexicon.words.intern(value));
        }
    }

    private void name(int row, String userName) {
        String name = Fold.of(userName);
        int folded = lexicon.names.intern(name);
        foldedNames.add(folded);
        spelledNames.add(name.equals(userName) ? -1 : lexicon.words.intern(userName));
        link(firstWithUserName, nextWithUserName, folded, row);
    }

    /** Keeps the external id of an account that was added without one; ignores an account that was not added. */
    public void carries(AccountId id, String externalId) {
        int row = row(id);
        if (row >= 0 && !hasExternalId(row)) {
            int external = lexicon.ids.intern(Ids.canonical(externalId));
            externalIds.set(row, external);
            link(firstWithExternalId, nextWithExternalId, external, row);
        }
    }

    /** Keeps the external id of an account, or that it carries none; ignores an account that was not added. */
    public void externalId(AccountId id, Optional<String> externalId) {
        int row = row(id);
        if (row >= 0) {
            known.set(row);
            externalId.ifPresent(e -> carries(id, e));
        }
    }

    /**
     * Returns whether a read showed the external id of an account, or that it carries none; a listing may leave out all
     * external ids.
     */
    public boolean knowsExternalId(AccountId id) {
        int row = row(id);
        return row >= 0 && (known.get(row) || hasExternalId(row));
    }

    /** Returns whether an account is known to carry an external id other than the one with this ordinal. */
    boolean carriesAnother(int row, int externalId) {
        int carried = externalIds.get(row);
        return carried >= 0 && carried != externalId;
    }

    /** Returns whether an account is known to carry an external id. */
    boolean hasExternalId(int row) {
        return externalIds.get(row) >= 0;
    }

    /** Returns whether an account has this user name, by the ordinal of the name. */
    boolean isNamed(int foldedName) {
        return firstWithUserName.get(foldedName) >= 0;
    }

    /** Returns how many accounts there are. */
    public int size() {
        return states.size();
    }

    /** Returns whether there is an account with this id. */
    public boolean contains(AccountId id) {
        return row(id) >= 0;
    }

    /** Returns the account with this id. */
    public Optional<Account> find(AccountId id) {
        int row = row(id);
        return row < 0 ? Optional.empty() : Optional.of(get(row));
    }

    /** Returns the accounts that carry this external id. */
    public List<Account> withExternalId(String externalId) {
        return chain(firstWithExternalId, nextWithExternalId, lexicon.ids.find(Ids.canonical(externalId)));
    }

    /** Returns the accounts with this user name, in upper or lower case. */
    public List<Account> withUserName(String userName) {
        return chain(firstWithUserName, nextWithUserName, lexicon.names.find(Fold.of(userName)));
    }

    /** Shows every account. */
    public void forEach(Consumer<Account> action) {
        for (int row = 0; row < size(); row++) {
            action.accept(get(row));
        }
    }

    /** Returns the row of an account, or -1. */
    int row(AccountId id) {
        int row = memberships.findMember(id.value());
        return row < size() ? row : -1;
    }

    /**
     * Returns the only account with this external id, by its ordinal; {@link #NONE} if there is none, {@link #SEVERAL}
     * if there are more.
     */
    int onlyWithExternalId(int id) {
        int first = firstWithExternalId.get(id);
        return first >= 0 && nextWithExternalId.get(first) >= 0 ? SEVERAL : first;
    }

    /** Returns the text ordinals of an attribute, by row; -1 where it was not read. */
    Column attribute(AccountAttribute attribute) {
        return attributes[attribute.ordinal()];
    }

    /** Returns the ordinal of a division. */
    int division(DivisionId id) {
        int ordinal = divisionIds.intern(id.value());
        if (ordinal == divisionOf.size()) {
            divisionOf.add(id);
        }
        return ordinal;
    }

    /** Returns the division of an account. */
    DivisionId divisionOf(int row) {
        return divisionOf.get(divisions.get(row));
    }

    /** Returns whether an account can log in. */
    public boolean isActive(int row) {
        return states.get(row) == AccountState.ACTIVE.ordinal();
    }

    /** Returns how many active accounts live in each division. */
    public Map<DivisionId, Integer> activeByDivision() {
        int[] counts = new int[divisionOf.size()];
        for (int row = 0; row < size(); row++) {
            counts[divisions.get(row)] += isActive(row) ? 1 : 0;
        }
        Map<DivisionId, Integer> byDivision = new HashMap<>();
        for (int ordinal = 0; ordinal < counts.length; ordinal++) {
            byDivision.put(divisionOf.get(ordinal), counts[ordinal]);
        }
        return byDivision;
    }

    /** Returns an account as an object. */
    Account get(int row) {
        Map<AccountAttribute, String> values = new EnumMap<>(AccountAttribute.class);
        for (AccountAttribute attribute : ATTRIBUTES) {
            int value = attribute(attribute).get(row);
            if (value >= 0) {
                values.put(attribute, lexicon.words.text(value));
            }
        }
        int external = externalIds.get(row);
        return new Account(
                id(row),
                STATES[states.get(row)],
                userName(row),
                lexicon.words.text(displayNames.get(row)),
                external < 0 ? Optional.empty() : Optional.of(lexicon.ids.text(external)),
                divisionOf(row),
                values);
    }

    private String userName(int row) {
        int spelled = spelledNames.get(row);
        return spelled < 0 ? lexicon.names.text(foldedNames.get(row)) : lexicon.words.text(spelled);
    }

    /** Returns the id of an account, or of a group member that is not a known account. */
    AccountId id(int row) {
        return new AccountId(memberships.memberId(row));
    }

    private static void link(Column first, Column next, int key, int row) {
        next.set(row, first.get(key));
        first.set(key, row);
    }

    private List<Account> chain(Column first, Column next, int key) {
        List<Account> found = new ArrayList<>(1);
        for (int row = key < 0 ? -1 : first.get(key); row >= 0; row = next.get(row)) {
            found.add(0, get(row));
        }
        return found;
    }
}
