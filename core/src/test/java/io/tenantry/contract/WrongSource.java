// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.MemorySource;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A source in memory that keeps the contract until a method is overridden, and for each clause one that does not. */
class WrongSource implements SourceWorld, IdentitySource {
    private final MemorySource people = MemorySource.named("wrong");
    private final Set<IdentityId> held = new HashSet<>();
    private IdentityId last = new IdentityId("none");
    private boolean lost;
    private boolean unreadable;

    @Override
    public IdentitySource source() {
        return this;
    }

    @Override
    public void hold(List<Identity> now) {
        now.forEach(person -> held.remove(person.id()));
        held.forEach(people::remove);
        held.clear();
        people.putAll(now);
        now.forEach(person -> {
            held.add(person.id());
            last = person.id();
        });
    }

    @Override
    public void loseTheLast() {
        people.remove(last);
        lost = true;
    }

    @Override
    public void makeUnreadable() {
        unreadable = true;
    }

    @Override
    public String name() {
        return "wrong";
    }

    private void check() {
        if (unreadable) {
            throw new IdentitySourceException("the source cannot be read", null);
        }
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        check();
        Completeness proof = people.read(pages);
        return lost ? proof.doubting("a person is lost") : proof;
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        check();
        Optional<Identity> found = people.find(idOrUserName);
        if (found.isEmpty() && lost) {
            throw new IdentitySourceException("a person is lost", null);
        }
        return found;
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return people.changes();
    }

    /** Reads with every page changed. */
    private Completeness read(Consumer<IdentityPage> to, UnaryOperator<List<Identity>> change) {
        return read(page -> to.accept(new IdentityPage(change.apply(page.identities()), page.rejected())));
    }

    static Map<String, Supplier<SourceWorld>> byClause() {
        Map<String, Supplier<SourceWorld>> wrong = new TreeMap<>();
        wrongReads(wrong);
        wrongMemories(wrong);
        wrongProofs(wrong);
        wrongSearches(wrong);
        wrongFeeds(wrong);
        return wrong;
    }

    private static void wrongReads(Map<String, Supplier<SourceWorld>> wrong) {
        wrong.put("hasANameOfOneLine", () -> new WrongSource() {
            @Override
            public String name() {
                return "two\nlines";
            }
        });
        wrong.put(
                "readsEverybodyAsTheyAre",
                () -> changing(people -> people.stream()
                        .map(p -> Identity.of(p.id().value(), p.userName(), p.displayName(), List.of(), p.attributes()))
                        .toList()));
        wrong.put(
                "saysWhereItReadAPerson",
                () -> changing(people -> people.stream()
                        .map(p -> Identity.of(
                                p.id().value(), p.userName(), p.displayName(), p.sourceGroups(), p.attributes()))
                        .toList()));
        wrong.put("readsPageByPage", () -> new WrongSource() {
            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                List<Identity> all = new ArrayList<>();
                Completeness proof = super.read(page -> all.addAll(page.identities()));
                pages.accept(new IdentityPage(all, List.of()));
                return new Completeness(all.size(), 1, proof.doubts());
            }
        });
        wrong.put("readsInTheSameOrderEachTime", () -> new WrongSource() {
            private int reads;

            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                int distance = reads++;
                return super.read(pages, people -> {
                    List<Identity> rotated = new ArrayList<>(people);
                    Collections.rotate(rotated, distance);
                    return rotated;
                });
            }
        });
        wrong.put("readsWhatIsThereNow", () -> new WrongSource() {
            private final List<IdentityPage> seen = new ArrayList<>();

            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                if (seen.isEmpty()) {
                    super.read(seen::add);
                }
                seen.forEach(pages);
                return Completeness.complete(
                        seen.stream().mapToInt(p -> p.identities().size()).sum(), seen.size());
            }
        });
        wrong.put("handsPagesOnInTheThreadThatReads", () -> new WrongSource() {
            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                return super.read(page ->
                        CompletableFuture.runAsync(() -> pages.accept(page)).join());
            }
        });
        wrong.put("readsInAnyThread", () -> new WrongSource() {
            private final Thread first = Thread.currentThread();

            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                if (!Thread.currentThread().equals(first)) {
                    throw new IllegalStateException("called from another thread");
                }
                return super.read(pages);
            }
        });
    }

    private static void wrongMemories(Map<String, Supplier<SourceWorld>> wrong) {
        wrong.put("readsAPersonWhoStaysAsTheyAreNow", () -> new WrongSource() {
            private final Map<String, Optional<Identity>> found = new TreeMap<>();

            @Override
            public Optional<Identity> find(String idOrUserName) {
                return found.computeIfAbsent(idOrUserName, super::find);
            }
        });
        wrong.put(
                "saysThatItDeliversWhatItShows",
                () -> changing(people -> people.stream()
                        .map(p -> p.with(Delivered.everything().attributes(Delivered.Names.none())))
                        .toList()));
        wrong.put("doesNotSayThatItDeliversWhatItDoesNotAskFor", () -> new WrongSource() {
            @Override
            public String undeliveredAttribute() {
                return "manager";
            }
        });
    }

    private static WrongSource changing(UnaryOperator<List<Identity>> change) {
        return new WrongSource() {
            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                return super.read(pages, change);
            }
        };
    }

    private static WrongSource proving(UnaryOperator<Completeness> change) {
        return new WrongSource() {
            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                return change.apply(super.read(pages));
            }
        };
    }

    private static void wrongProofs(Map<String, Supplier<SourceWorld>> wrong) {
        wrong.put("provesWhatItRead", () -> proving(p -> new Completeness(p.entries() + 1, p.pages(), p.doubts())));
        wrong.put("isNeverCompleteWithNobodyInIt", () -> proving(p -> Completeness.complete(p.entries(), p.pages())));
        wrong.put(
                "isNeverCompleteWhenSomebodyIsLost",
                () -> proving(p -> p.entries() > 0 ? Completeness.complete(p.entries(), p.pages()) : p));
        wrong.put("letsAnExceptionOfTheReceiverThrough", () -> new WrongSource() {
            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                try {
                    return super.read(pages);
                } catch (IllegalStateException e) {
                    throw new IdentitySourceException("the source cannot be read", e);
                }
            }
        });
        wrong.put("failsIfItCannotBeRead", () -> new WrongSource() {
            @Override
            public void makeUnreadable() {
                hold(List.of());
            }
        });
    }

    private static WrongSource finding(Function<String, String> asked, Predicate<Identity> found) {
        return new WrongSource() {
            @Override
            public Optional<Identity> find(String idOrUserName) {
                return super.find(asked.apply(idOrUserName)).filter(found);
            }
        };
    }

    private static void wrongSearches(Map<String, Supplier<SourceWorld>> wrong) {
        wrong.put("findsAPersonByIdAndByUserNameInAnyCase", () -> new WrongSource() {
            @Override
            public Optional<Identity> find(String idOrUserName) {
                return super.find(idOrUserName)
                        .filter(p -> p.userName().equals(idOrUserName)
                                || p.id().value().equals(idOrUserName));
            }
        });
        wrong.put("findsAPersonWithWhatTheSourceDelivers", () -> new WrongSource() {
            @Override
            public Optional<Identity> find(String idOrUserName) {
                return super.find(idOrUserName)
                        .map(p -> p.with(Delivered.everything().attributes(Delivered.Names.none())));
            }
        });
        wrong.put("findsAPersonWhoMayNotLogIn", () -> finding(asked -> asked, Identity::enabled));
        wrong.put(
                "findsNobodyElse",
                () -> finding(asked -> asked.equals("ana") ? "ana@contract.example" : asked, p -> true));
        wrong.put("failsRatherThanMissAPersonWhoIsLost", () -> new WrongSource() {
            @Override
            public Optional<Identity> find(String idOrUserName) {
                try {
                    return super.find(idOrUserName);
                } catch (IdentitySourceException e) {
                    return Optional.empty();
                }
            }
        });
    }

    private static WrongSource feeding(UnaryOperator<ChangeFeed> change) {
        return new WrongSource() {
            @Override
            public Optional<ChangeFeed> changes() {
                return super.changes().map(change);
            }
        };
    }

    /** A feed that answers each watermark in its own way. */
    private static WrongSource answering(BiFunction<ChangeFeed, String, ChangeFeed.Changes> answer) {
        return feeding(feed -> new ChangeFeed() {
            @Override
            public String latest() {
                return feed.latest();
            }

            @Override
            public Changes since(String watermark) {
                return answer.apply(feed, watermark);
            }
        });
    }

    private static WrongSource leavingOut(BiPredicate<WrongSource, IdentityId> whom) {
        WrongSource[] self = new WrongSource[1];
        self[0] = answering((feed, watermark) -> {
            ChangeFeed.Changes changes = feed.since(watermark);
            Set<IdentityId> ids =
                    changes.ids().stream().filter(id -> !whom.test(self[0], id)).collect(Collectors.toSet());
            return new ChangeFeed.Changes(ids, changes.next());
        });
        return self[0];
    }

    private static void wrongFeeds(Map<String, Supplier<SourceWorld>> wrong) {
        wrong.put(
                "namesWhoChangedSinceAWatermark",
                () -> leavingOut((source, id) -> source.find(id.value()).isEmpty()));
        wrong.put(
                "goesOnFromTheNextWatermark",
                () -> answering((feed, watermark) ->
                        new ChangeFeed.Changes(feed.since(watermark).ids(), watermark)));
        wrong.put(
                "namesAPersonWhoMayNotLogInAnyMore",
                () -> leavingOut((source, id) ->
                        source.find(id.value()).filter(i -> !i.enabled()).isPresent()));
        wrong.put("findsWhomTheFeedNames", () -> new WrongSource() {
            private final Map<String, Identity> seen = new HashMap<>();

            @Override
            public Optional<Identity> find(String idOrUserName) {
                Optional<Identity> now = super.find(idOrUserName);
                now.ifPresent(i -> seen.put(i.id().value(), i));
                return now.or(() -> Optional.ofNullable(seen.get(idOrUserName)));
            }

            @Override
            public void hold(List<Identity> now) {
                super.hold(now);
                now.forEach(i -> seen.putIfAbsent(i.id().value(), i));
            }
        });
        wrong.put(
                "refusesAWatermarkItDoesNotKnow",
                () -> answering((feed, watermark) -> {
                    try {
                        return feed.since(watermark);
                    } catch (IdentitySourceException e) {
                        return new ChangeFeed.Changes(Set.of(), feed.latest());
                    }
                }));
    }
}
