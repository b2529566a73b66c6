// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Ways to get from strings to additions and removals. */
public enum MembershipContender {
    COPY_EVERY_STRING("bound: copy every String") {
        @Override
        Answer run(MembershipWorkload work) {
            byte[] target = new byte[64];
            long sum = copy(work.members, target) + copy(work.groups, target);
            for (String[] groups : work.groupsOfMember) {
                sum += copy(groups, target);
            }
            for (String[] members : work.membersOfGroup) {
                sum += copy(members, target);
            }
            return new Answer(sum);
        }

        @SuppressWarnings("deprecation")
        private static long copy(String[] ids, byte[] target) {
            long sum = 0;
            for (String id : ids) {
                id.getBytes(0, id.length(), target, 0);
                sum += target[35];
            }
            return sum;
        }
    },

    ORDINALS("Tenantry, policy gives group ordinals") {
        @Override
        Answer run(MembershipWorkload work) {
            MembershipDiff diff = new MembershipDiff(HashKey.random(), work.members.length);
            return byOrdinals(work, diff);
        }
    },

    STRINGS("Tenantry, all from Strings") {
        @Override
        Answer run(MembershipWorkload work) {
            MembershipDiff diff = new MembershipDiff(HashKey.random(), work.members.length);
            return byStrings(work, diff);
        }
    },

    STRINGS_UNSIZED("Tenantry, all from Strings, grown from nothing") {
        @Override
        Answer run(MembershipWorkload work) {
            return byStrings(work, new MembershipDiff());
        }
    },

    STRINGS_REUSED("Tenantry, all from Strings, reused") {
        @Override
        Answer run(MembershipWorkload work) {
            work.reused.clear();
            return byStrings(work, work.reused);
        }
    },

    SORTED_LONGS("HashMap<String,Integer> + long[] sort + merge") {
        @Override
        Answer run(MembershipWorkload work) {
            Map<String, Integer> members = new HashMap<>();
            Map<String, Integer> groups = new HashMap<>();
            Longs desired = new Longs();
            Longs observed = new Longs();
            for (int i = 0; i < work.members.length; i++) {
                long member = ordinal(members, work.members[i]);
                for (String group : work.groupsOfMember[i]) {
                    desired.add(((long) ordinal(groups, group) << Integer.SIZE) | member);
                }
            }
            for (int i = 0; i < work.groups.length; i++) {
                long group = (long) ordinal(groups, work.groups[i]) << Integer.SIZE;
                for (String member : work.membersOfGroup[i]) {
                    observed.add(group | ordinal(members, member));
                }
            }
            Longs additions = new Longs();
            Longs removals = new Longs();
            desired.sort();
            observed.sort();
            merge(desired, observed, additions, removals);
            return new Answer(() -> text(additions, groups, members), () -> text(removals, groups, members));
        }

        private static int ordinal(Map<String, Integer> ordinals, String id) {
            Integer next = ordinals.size();
            Integer known = ordinals.putIfAbsent(id, next);
            return known == null ? next : known;
        }

        private static void merge(Longs desired, Longs observed, Longs additions, Longs removals) {
            int d = 0;
            int o = 0;
            while (d < desired.size || o < observed.size) {
                long left = d < desired.size ? desired.values[d] : Long.MAX_VALUE;
                long right = o < observed.size ? observed.values[o] : Long.MAX_VALUE;
                if (left < right) {
                    additions.add(left);
                } else if (right < left) {
                    removals.add(right);
                }
                d += left <= right ? 1 : 0;
                o += right <= left ? 1 : 0;
            }
        }

        private static Set<String> text(Longs pairs, Map<String, Integer> groups, Map<String, Integer> members) {
            String[] groupIds = new String[groups.size()];
            groups.forEach((id, ordinal) -> groupIds[ordinal] = id);
            String[] memberIds = new String[members.size()];
            members.forEach((id, ordinal) -> memberIds[ordinal] = id);
            return Arrays.stream(pairs.values, 0, pairs.size)
                    .mapToObj(pair -> groupIds[(int) (pair >>> Integer.SIZE)] + "|" + memberIds[(int) pair])
                    .collect(Collectors.toSet());
        }
    },

    JDK_MAPS("JDK Map<group, Set<member>>") {
        @Override
        Answer run(MembershipWorkload work) {
            Map<String, Set<String>> desired = new HashMap<>();
            Map<String, Set<String>> observed = new HashMap<>();
            fill(work, desired, observed);
            Map<String, Set<String>> additions = minus(desired, observed);
            Map<String, Set<String>> removals = minus(observed, desired);
            return new Answer(() -> text(additions), () -> text(removals));
        }

        private static Map<String, Set<String>> minus(Map<String, Set<String>> from, Map<String, Set<String>> other) {
            Map<String, Set<String>> rest = new HashMap<>();
            from.forEach((group, members) -> {
                Set<String> known = other.getOrDefault(group, Set.of());
                for (String member : members) {
                    if (!known.contains(member)) {
                        rest.computeIfAbsent(group, any -> new HashSet<>()).add(member);
                    }
                }
            });
            return rest;
        }

        private static Set<String> text(Map<String, Set<String>> pairs) {
            return pairs.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream().map(member -> entry.getKey() + "|" + member))
                    .collect(Collectors.toSet());
        }
    },

    GUAVA_MULTIMAP("Guava Sets.difference of HashMultimap entries") {
        @Override
        Answer run(MembershipWorkload work) {
            SetMultimap<String, String> desired = HashMultimap.create();
            SetMultimap<String, String> observed = HashMultimap.create();
            for (int i = 0; i < work.members.length; i++) {
                for (String group : work.groupsOfMember[i]) {
                    desired.put(group, work.members[i]);
                }
            }
            for (int i = 0; i < work.groups.length; i++) {
                for (String member : work.membersOfGroup[i]) {
                    observed.put(work.groups[i], member);
                }
            }
            List<Map.Entry<String, String>> additions = new ArrayList<>(Sets.difference(desired.entries(), observed.entries()));
            List<Map.Entry<String, String>> removals = new ArrayList<>(Sets.difference(observed.entries(), desired.entries()));
            return new Answer(() -> text(additions), () -> text(removals));
        }

        private static Set<String> text(Collection<Map.Entry<String, String>> pairs) {
            return pairs.stream().map(pair -> pair.getKey() + "|" + pair.getValue()).collect(Collectors.toSet());
        }
    },

    GUAVA_PAIRS("Guava Sets.difference of pairs") {
        @Override
        Answer run(MembershipWorkload work) {
            Set<Pair> desired = new HashSet<>();
            Set<Pair> observed = new HashSet<>();
            for (int i = 0; i < work.members.length; i++) {
                for (String group : work.groupsOfMember[i]) {
                    desired.add(new Pair(group, work.members[i]));
                }
            }
            for (int i = 0; i < work.groups.length; i++) {
                for (String member : work.membersOfGroup[i]) {
                    observed.add(new Pair(work.groups[i], member));
                }
            }
            List<Pair> additions = new ArrayList<>(Sets.difference(desired, observed));
            List<Pair> removals = new ArrayList<>(Sets.difference(observed, desired));
            return new Answer(() -> text(additions), () -> text(removals));
        }

        private static Set<String> text(Collection<Pair> pairs) {
            return pairs.stream().map(pair -> pair.group + "|" + pair.member).collect(Collectors.toSet());
        }
    };

    private final String title;

    MembershipContender(String title) {
        this.title = title;
    }

    abstract Answer run(MembershipWorkload work);

    @Override
    public String toString() {
        return title;
    }

    /** Fills both sides as sets by group. */
    static void fill(MembershipWorkload work, Map<String, Set<String>> desired, Map<String, Set<String>> observed) {
        for (int i = 0; i < work.members.length; i++) {
            for (String group : work.groupsOfMember[i]) {
                desired.computeIfAbsent(group, any -> new HashSet<>()).add(work.members[i]);
            }
        }
        for (int i = 0; i < work.groups.length; i++) {
            Set<String> members = observed.computeIfAbsent(work.groups[i], any -> new HashSet<>());
            for (String member : work.membersOfGroup[i]) {
                members.add(member);
            }
        }
    }

    static Answer byStrings(MembershipWorkload work, MembershipDiff diff) {
        for (int i = 0; i < work.members.length; i++) {
            diff.desired().ofMember(work.members[i], work.groupsOfMember[i]);
        }
        return observe(work, diff);
    }

    static Answer byOrdinals(MembershipWorkload work, MembershipDiff diff) {
        for (String group : work.groupIds()) {
            diff.group(group);
        }
        for (int i = 0; i < work.members.length; i++) {
            int[] groups = work.desiredOrdinals(i);
            diff.desired().ofMember(work.members[i], groups, 0, groups.length);
        }
        return observe(work, diff);
    }

    private static Answer observe(MembershipWorkload work, MembershipDiff diff) {
        for (int i = 0; i < work.groups.length; i++) {
            diff.observed().ofGroup(work.groups[i], work.membersOfGroup[i]);
        }
        MembershipDelta delta = diff.diff();
        return new Answer(() -> text(delta.additions()), () -> text(delta.removals()));
    }

    private static Set<String> text(MembershipPairs pairs) {
        Set<String> text = new HashSet<>();
        for (int i = 0; i < pairs.size(); i++) {
            text.add(pairs.groupId(i) + "|" + pairs.memberId(i));
        }
        return text;
    }

    private record Pair(String group, String member) {}

    private static final class Longs {
        private long[] values = new long[1024];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        void sort() {
            Arrays.sort(values, 0, size);
        }
    }
}
