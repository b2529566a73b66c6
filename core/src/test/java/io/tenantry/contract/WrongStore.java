// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.Erasure;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.Mark;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreSummary;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store in memory that keeps the contract until a method is overridden, and for each clause one that does not. */
class WrongStore extends ForwardingStore implements StoreWorld {
    private final SetClock clock;

    WrongStore() {
        this(new SetClock());
    }

    private WrongStore(SetClock clock) {
        super(new MemoryStore(clock));
        this.clock = clock;
    }

    @Override
    public ProvisioningStore store() {
        return this;
    }

    @Override
    public void pass(Duration time) {
        clock.pass(time);
    }

    @Override
    public void close() {
        // Nothing is left of a store in memory.
    }

    static Map<String, Supplier<StoreWorld>> byClause() {
        Map<String, Supplier<StoreWorld>> wrong = new TreeMap<>();
        commits(wrong);
        journals(wrong);
        notes(wrong);
        trails(wrong);
        leases(wrong);
        return wrong;
    }

    private static void commits(Map<String, Supplier<StoreWorld>> wrong) {
        wrong.put("refusedWriteLeavesNothingOfItsCommit", () -> new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                writes.forEach(w -> super.commit(List.of(w)));
            }
        });
        wrong.put("writesTakeEffectInTheirOrder", () -> new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                List<StoreWrite> turned = new ArrayList<>(writes);
                Collections.reverse(turned);
                super.commit(turned);
            }
        });
        wrong.put("everythingIsThereAfterReopening", () -> new WrongStore() {
            private ProvisioningStore now = this;

            @Override
            public ProvisioningStore store() {
                return now;
            }

            @Override
            public void reopen() {
                now = new MemoryStore();
            }
        });
        wrong.put("linkReplacesTheLinksOfBoth", () -> new WrongStore() {
            private final Map<AccountId, IdentityId> ever = new HashMap<>();

            @Override
            public Map<AccountId, IdentityId> identities(Collection<AccountId> of) {
                ever.put(new AccountId("account of ana"), new IdentityId("ana"));
                Map<AccountId, IdentityId> found = new HashMap<>(ever);
                found.putAll(super.identities(of));
                return found;
            }
        });
        wrong.put("markEndsWithItsLink", () -> new WrongStore() {
            private final Map<AccountId, Mark> ever = new HashMap<>();

            @Override
            public Map<AccountId, Mark> marks(Collection<AccountId> of) {
                ever.putAll(super.marks(of));
                return ever;
            }
        });
        wrong.put("idsAreComparedLetterByLetter", () -> new WrongStore() {
            @Override
            public Map<IdentityId, AccountId> accounts(Collection<IdentityId> of) {
                return super.accounts(of.stream()
                        .map(i -> new IdentityId(i.value().toLowerCase(Locale.ROOT)))
                        .toList());
            }
        });
        wrong.put("manyIdsAreAskedForAtOnce", () -> new WrongStore() {
            @Override
            public Map<IdentityId, AccountId> accounts(Collection<IdentityId> of) {
                return super.accounts(of.stream().limit(999).toList());
            }
        });
        wrong.put("keyThatADatabaseWouldChangeIsRefused", WrongStore::swallowing);
        wrong.put("anyTextThatIsNoKeyComesBack", () -> new WrongStore() {
            @Override
            public List<Journal.Run> runs(int newest) {
                return super.runs(newest).stream()
                        .map(r -> new Journal.Run(r.id(), r.plan(), r.policyHash(), List.of("?"), r.startedAt()))
                        .toList();
            }
        });
        wrong.put("interruptedThreadWritesAndStaysInterrupted", () -> new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                Thread.interrupted();
                super.commit(writes);
            }
        });
        wrong.put("threadsShareOneChain", () -> new WrongStore() {
            private final Thread first = Thread.currentThread();

            @Override
            public void commit(List<StoreWrite> writes) {
                boolean mine = Thread.currentThread().equals(first);
                super.commit(writes.stream()
                        .filter(w -> mine || !(w instanceof StoreWrite.Audit))
                        .toList());
            }
        });
    }

    private static void journals(Map<String, Supplier<StoreWorld>> wrong) {
        wrong.put("runsComeInTheirOrder", () -> new WrongStore() {
            @Override
            public List<Journal.Run> runs(int newest) {
                return super.runs(newest).stream()
                        .sorted(Comparator.comparing(Journal.Run::startedAt))
                        .toList();
            }
        });
        wrong.put("summaryCountsTheCallsOfEachRun", () -> new WrongStore() {
            @Override
            public StoreSummary summary(int newest) {
                StoreSummary right = super.summary(newest);
                List<StoreSummary.Ran> closed = right.runs().stream()
                        .map(r -> new StoreSummary.Ran(r.run(), r.calls(), 0, r.ended()))
                        .toList();
                return new StoreSummary(right.version(), right.bytes(), right.links(), closed, right.leases());
            }
        });
        wrong.put("planIsAppliedOnceARunOfItHasBegun", () -> new WrongStore() {
            @Override
            public boolean isApplied(String plan) {
                return super.runs(1).stream().anyMatch(r -> r.plan().equals(plan));
            }
        });
        wrong.put("callIsOpenUntilItsOutcomeIsTold", () -> new WrongStore() {
            @Override
            public List<Journal.Call> open() {
                return super.open().stream().filter(c -> c.outcome().isEmpty()).toList();
            }
        });
        wrong.put("entriesAreKeptUntilTheyAreTold", () -> new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                List<StoreWrite> more = new ArrayList<>(writes);
                if (writes.get(0) instanceof StoreWrite.Conclude c) {
                    more.add(new StoreWrite.Settle(
                            c.conclusion().run(), List.of(c.conclusion().number())));
                }
                super.commit(more);
            }
        });
        wrong.put("numberBelongsToOneCall", WrongStore::swallowing);
        wrong.put("knownOutcomeIsFinal", WrongStore::swallowing);
        wrong.put("removalsCountUnlessTheCallFailed", () -> new WrongStore() {
            private final List<Removal> ever = new ArrayList<>();

            @Override
            public void commit(List<StoreWrite> writes) {
                super.commit(writes);
                writes.forEach(w -> {
                    if (w instanceof StoreWrite.Intend i) {
                        ever.addAll(i.removals());
                    }
                });
            }

            @Override
            public List<Removal> removals(Instant since) {
                return ever.stream().filter(r -> !r.at().isBefore(since)).toList();
            }
        });
        wrong.put("onlyWhatIsConcludedIsForgotten", () -> new WrongStore() {
            private boolean forgot;

            @Override
            public void forget(Instant before) {
                forgot = true;
                super.forget(before);
            }

            @Override
            public List<Journal.Call> open() {
                return forgot ? List.of() : super.open();
            }
        });
    }

    private static WrongStore swallowing() {
        return new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                try {
                    super.commit(writes);
                } catch (StoreException e) {
                    // This is what is wrong with it.
                }
            }
        };
    }

    private static void notes(Map<String, Supplier<StoreWorld>> wrong) {
        wrong.put("everyKindOfNoteComesBack", () -> new WrongStore() {
            @Override
            public Notes notes() {
                return new Notes(super.notes().all().stream()
                        .filter(n -> !(n instanceof Pin))
                        .toList());
            }
        });
        wrong.put("noteReplacesTheOneOfItsName", () -> new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                Notes known = notes();
                super.commit(writes.stream()
                        .filter(w -> !(w instanceof StoreWrite.Keep k) || isNew(k.note(), known))
                        .toList());
            }

            private static boolean isNew(Note note, Notes known) {
                return known.all().stream().noneMatch(n -> n.name().equals(note.name()));
            }
        });
        wrong.put("droppedNoteIsGone", () -> new WrongStore() {
            @Override
            public void commit(List<StoreWrite> writes) {
                super.commit(writes.stream()
                        .filter(w -> !(w instanceof StoreWrite.Drop))
                        .toList());
            }
        });
    }

    private static void trails(Map<String, Supplier<StoreWorld>> wrong) {
        wrong.put("everyTenantHasAChainOfItsOwn", () -> new WrongStore() {
            @Override
            public void audit(TenantId tenant, long after, Consumer<Row> each) {
                super.audit(StoreClauses.A, after, each);
            }
        });
        wrong.put("trailIsReadFromAnyRowOn", () -> new WrongStore() {
            @Override
            public void audit(TenantId tenant, long after, Consumer<Row> each) {
                super.audit(tenant, 0, each);
            }
        });
        wrong.put("readerThatThrowsDoesNoHarm", () -> new WrongStore() {
            @Override
            public void audit(TenantId tenant, long after, Consumer<Row> each) {
                try {
                    super.audit(tenant, after, each);
                } catch (IllegalStateException e) {
                    // This is what is wrong with it.
                }
            }
        });
        wrong.put("erasedPersonIsNowhereAndTheChainHolds", () -> new WrongStore() {
            @Override
            public int erase(Erasure erasure) {
                return 1;
            }
        });
    }

    private static void leases(Map<String, Supplier<StoreWorld>> wrong) {
        wrong.put("leaseHasOneHolder", () -> new WrongStore() {
            @Override
            public Lease acquire(String name, String holder, Duration time) {
                return Lease.to(new Fence(name, holder, 1), time);
            }
        });
        wrong.put("summaryNamesTheLeasesThatHold", () -> new WrongStore() {
            @Override
            public StoreSummary summary(int newest) {
                StoreSummary right = super.summary(newest);
                List<StoreSummary.Taken> ever = new ArrayList<>(right.leases());
                ever.add(new StoreSummary.Taken("apply ended", "late", Duration.ZERO));
                return new StoreSummary(right.version(), right.bytes(), right.links(), right.runs(), ever);
            }
        });
        wrong.put("holderKeepsItsFence", () -> new WrongStore() {
            private int asked;

            @Override
            public Lease acquire(String name, String holder, Duration time) {
                Lease lease = super.acquire(name, holder, time);
                return lease.fence().isEmpty() ? lease : Lease.to(new Fence(name, holder, ++asked), lease.left());
            }
        });
        wrong.put("fenceGrowsWithEachChangeOfHolder", () -> new WrongStore() {
            @Override
            public Lease acquire(String name, String holder, Duration time) {
                Lease lease = super.acquire(name, holder, time);
                return lease.fence().isEmpty() ? lease : Lease.to(new Fence(name, holder, 1), lease.left());
            }
        });
        wrong.put("leaseThatRanOutIsLost", Eternal::new);
        wrong.put("holderThatComesBackLateGetsAnotherFence", Eternal::new);
        wrong.put("onlyTheHolderWritesUnderAFence", () -> new WrongStore() {
            @Override
            public void commit(Fence under, List<StoreWrite> writes) {
                commit(writes);
            }
        });
    }

    /** A store whose leases never end. */
    private static final class Eternal extends WrongStore {
        @Override
        public void pass(Duration time) {
            // Its clock stands still.
        }

        @Override
        public Optional<Duration> renew(Fence fence, Duration time) {
            return Optional.of(time);
        }
    }
}
