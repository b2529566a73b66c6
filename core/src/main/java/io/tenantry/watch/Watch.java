// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.Provisioner;
import io.tenantry.host.Sleeper;
import io.tenantry.policy.OrganizationPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a source until it is stopped: provisions the people who changed as soon as it hears of them, reads everybody
 * and proves isolation on schedules, and tries again with growing patience what failed. It lifts no quarantine,
 * overrides no limit and applies nothing that is held. Safe for use by several threads; one of them runs it.
 *
 * <p>A source without a feed of changes is read completely, on the schedule of sweeps and after {@link #wake}.
 *
 * <p>What may fail, a source, an organization, a store or a policy, does not end it; an {@link Error} does. Several
 * watches may run beside each other on one store: while one writes, the others wait.
 */
public final class Watch {
    private final Terms terms;
    private final Signals signals = new Signals();
    private final Board board;
    private final AtomicBoolean running = new AtomicBoolean();

    private Watch(Terms terms, Board board) {
        this.terms = terms;
        this.board = board;
    }

    /** Returns a builder; a provisioner has to be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs until {@link #stop} is called or this thread is interrupted, which it still is afterwards. A write run ends
     * between two calls, and a read between two pages. It may be run again after it has ended, if nobody stopped
     * it.
     *
     * @throws IllegalStateException if it runs already
     */
    public void run() {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException("this watch runs already");
        }
        try {
            new Loop(terms, signals, board).go();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
        board.tell(new WatchEvent.Stopped(terms.clock().instant()));
    }

    /** Ends the run, or one that begins later, as soon as possible, and returns at once. */
    public void stop() {
        signals.stop();
    }

    /**
     * Says that the source was told something, and returns at once. Who changed is asked within a second or two; many
     * calls before that count as one. It does not shorten the patience after a failure.
     */
    public void wake() {
        signals.wake();
    }

    /** Returns how it stands. Makes no call, except to what the host gave as {@link Builder#lastPush}. */
    public WatchStatus status() {
        return board.status();
    }

    /** Builds a {@link Watch}. */
    public static final class Builder {
        private @Nullable Supplier<Provisioner> inForce;
        private Duration every = Duration.ofMinutes(1);
        private Schedule sweeps = Schedule.every(Duration.ofDays(1));
        private Schedule proofs = Schedule.every(Duration.ofDays(1));
        private Duration longest = Duration.ofMinutes(15);
        private String approvedBy = "watch";
        private Clock clock = Clock.systemUTC();
        private Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
        private Consumer<WatchEvent> listener = event -> {};
        private Supplier<Optional<Instant>> lastPush = Optional::empty;

        private Builder() {}

        /** Sets the provisioner, and with it the policy. */
        public Builder provisioner(Provisioner value) {
            inForce = () -> value;
            return this;
        }

        /**
         * Sets a policy that may be edited while the watch runs, instead of a provisioner.
         *
         * @param policy returns the policy that is in force; called before each work. If it throws, nothing is read or
         *     written until it returns one
         * @param build makes the provisioner of a policy; called again when the policy is another one
         */
        public Builder policy(Supplier<OrganizationPolicy> policy, Function<OrganizationPolicy, Provisioner> build) {
            inForce = new PolicyInForce(policy, build);
            return this;
        }

        /**
         * Sets how often to ask who changed, at least one second; by default each minute. It is also the first pause
         * after a failure, and the time after which people are planned again whose change was not carried out.
         */
        public Builder every(Duration value) {
            every = value;
            return this;
        }

        /** Sets when everybody is read; by default once a day. A plan that reads everybody for another reason counts. */
        public Builder sweeps(Schedule value) {
            sweeps = value;
            return this;
        }

        /** Sets when isolation is proven; by default once a day. */
        public Builder proofs(Schedule value) {
            proofs = value;
            return this;
        }

        /** Sets the longest pause after a failure, unless the service asks for a longer one; by default 15 minutes. */
        public Builder longestPause(Duration value) {
            longest = value;
            return this;
        }

        /** Sets who approves the plans, for the record; by default {@code watch}. */
        public Builder approvedBy(String value) {
            approvedBy = value;
            return this;
        }

        /** Sets the clock; by default the system's. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Sets how to wait; by default {@link Thread#sleep}. It is asked for one second at a time. */
        public Builder sleeper(Sleeper value) {
            sleeper = value;
            return this;
        }

        /**
         * Sets who hears of each thing done; by default nobody. Called on the thread that runs the watch; an exception
         * is logged.
         */
        public Builder listener(Consumer<WatchEvent> value) {
            listener = value;
            return this;
        }

        /** Sets where {@link Watch#status} asks when the source was last told something; by default it does not know. */
        public Builder lastPush(Supplier<Optional<Instant>> value) {
            lastPush = value;
            return this;
        }

        /**
         * Returns the watch.
         *
         * @throws IllegalStateException if neither a provisioner nor a policy was given
         * @throws IllegalArgumentException if it asks more than once a second, or the longest pause is shorter than that
         */
        public Watch build() {
            Supplier<Provisioner> given = inForce;
            if (given == null) {
                throw new IllegalStateException(
                        "a watch needs a provisioner: call provisioner(...) or policy(...) first");
            }
            if (every.compareTo(Loop.SLICE) < 0 || longest.compareTo(every) < 0) {
                throw new IllegalArgumentException(
                        "a watch asks at most once a second, and its longest pause is not shorter than that, not "
                                + every + " and " + longest);
            }
            return new Watch(
                    new Terms(given, every, sweeps, proofs, longest, approvedBy, clock, sleeper),
                    new Board(listener, lastPush));
        }
    }
}
