// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Desired memberships by member and observed ones by group, both as a parser would hand them out: every mention of an
 * id is a new {@code String} with no hash in it. 200 tenants of 10 groups; a member is in 5 groups of one tenant; the
 * members of a group come in random order.
 */
final class MembershipWorkload {
    static final int TENANTS = 200;
    static final int GROUPS_PER_TENANT = 10;
    static final int GROUPS_PER_MEMBER = 5;
    private static final int WIDTH = 36;

    private final byte[] memberText;
    private final byte[] groupText;
    private final int[][] desiredOrdinals;
    private final int[] groupOrder;
    private final int[][] observedOrdinals;
    private final Set<Long> additions = new HashSet<>();
    private final Set<Long> removals = new HashSet<>();

    /** A comparison that lives on from turn to turn. */
    final MembershipDiff reused = new MembershipDiff();

    String[] members = {};
    String[][] groupsOfMember = {};
    String[] groups = {};
    String[][] membersOfGroup = {};

    /** Creates a workload whose members and groups come tenant by tenant, or shuffled. */
    MembershipWorkload(int memberCount, double churn, boolean shuffled, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int groupCount = TENANTS * GROUPS_PER_TENANT;
        memberText = texts(random, memberCount);
        groupText = texts(random, groupCount);
        desiredOrdinals = new int[memberCount][];
        List<Set<Integer>> observed =
                IntStream.range(0, groupCount).<Set<Integer>>mapToObj(i -> new HashSet<>()).toList();
        for (int member = 0; member < memberCount; member++) {
            int[] own = shuffled(random, GROUPS_PER_TENANT);
            int tenant = shuffled ? random.nextInt(TENANTS) : (int) ((long) member * TENANTS / memberCount);
            for (int i = 0; i < own.length; i++) {
                own[i] += tenant * GROUPS_PER_TENANT;
            }
            desiredOrdinals[member] = Arrays.copyOf(own, GROUPS_PER_MEMBER);
            for (int i = 0; i < GROUPS_PER_MEMBER; i++) {
                if (random.nextDouble() < churn / 2) {
                    additions.add(pair(own[i], member));
                } else {
                    observed.get(own[i]).add(member);
                }
                if (random.nextDouble() < churn / 2) {
                    removals.add(pair(own[i + GROUPS_PER_MEMBER], member));
                    observed.get(own[i + GROUPS_PER_MEMBER]).add(member);
                }
            }
        }
        groupOrder = shuffled ? shuffled(random, groupCount) : IntStream.range(0, groupCount).toArray();
        observedOrdinals = new int[groupCount][];
        for (int i = 0; i < groupCount; i++) {
            List<Integer> list = observed.get(groupOrder[i]).stream().sorted().collect(Collectors.toList());
            Collections.shuffle(list, new Random(seed + i));
            observedOrdinals[i] = list.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private static long pair(int group, int member) {
        return ((long) group << Integer.SIZE) | member;
    }

    private static int[] shuffled(SplittableRandom random, int count) {
        int[] values = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
        return values;
    }

    private static byte[] texts(SplittableRandom random, int count) {
        byte[] texts = new byte[count * WIDTH];
        for (int i = 0; i < count; i++) {
            byte[] text = new UUID(random.nextLong(), random.nextLong()).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, texts, i * WIDTH, WIDTH);
        }
        return texts;
    }

    private static String fresh(byte[] texts, int ordinal) {
        return new String(texts, ordinal * WIDTH, WIDTH, StandardCharsets.ISO_8859_1);
    }

    /** Creates all strings again. */
    void refresh() {
        members = new String[desiredOrdinals.length];
        groupsOfMember = new String[members.length][];
        for (int i = 0; i < members.length; i++) {
            members[i] = fresh(memberText, i);
            groupsOfMember[i] = fresh(groupText, desiredOrdinals[i]);
        }
        groups = fresh(groupText, groupOrder);
        membersOfGroup = new String[groups.length][];
        for (int i = 0; i < groups.length; i++) {
            membersOfGroup[i] = fresh(memberText, observedOrdinals[i]);
        }
    }

    void drop() {
        members = new String[0];
        groupsOfMember = new String[0][];
        groups = new String[0];
        membersOfGroup = new String[0][];
    }

    private static String[] fresh(byte[] texts, int[] ordinals) {
        String[] strings = new String[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
            strings[i] = fresh(texts, ordinals[i]);
        }
        return strings;
    }

    int pairs() {
        return desiredOrdinals.length * GROUPS_PER_MEMBER;
    }

    /** The groups of a member as a policy that knows ordinals would give them, see {@link #groupIds}. */
    int[] desiredOrdinals(int member) {
        return desiredOrdinals[member];
    }

    /** The ids behind the ordinals of {@link #desiredOrdinals}. */
    String[] groupIds() {
        return fresh(groupText, IntStream.range(0, groupOrder.length).toArray());
    }

    Set<String> additions() {
        return text(additions);
    }

    Set<String> removals() {
        return text(removals);
    }

    private Set<String> text(Set<Long> pairs) {
        return pairs.stream()
                .map(pair -> fresh(groupText, (int) (pair >>> Integer.SIZE)) + "|" + fresh(memberText, pair.intValue()))
                .collect(Collectors.toSet());
    }
}
