// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.watch.WatchEvent.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One work of the loop: when it is to be done again, and how it last failed. Not safe for threads. */
final class Job {
    private final Work work;
    private final Schedule schedule;
    private final Rest rest = new Rest();
    private Instant last = Instant.EPOCH;
    private boolean soon;
    private int failures;
    private Optional<WatchEvent.Failed> failed = Optional.empty();

    Job(Work work, Schedule schedule) {
        this.work = work;
        this.schedule = schedule;
    }

    Work work() {
        return work;
    }

    boolean isDue(Instant now) {
        last = last.isAfter(now) ? now : last;
        return rest.isOver(now) && (soon || !now.isBefore(schedule.after(last)));
    }

    /** Makes it due as soon as its rest is over, before its schedule does. */
    void soon() {
        soon = true;
    }

    void doneAt(Instant at) {
        last = at;
        soon = false;
    }

    void succeeded() {
        failures = 0;
        failed = Optional.empty();
    }

    /** Returns how many tries in a row have failed, this one not counted, and counts this one. */
    int fails() {
        return failures++;
    }

    Instant rest(Instant now, Duration time) {
        return rest.begin(now, time);
    }

    Optional<WatchEvent.Failed> failed() {
        return failed;
    }

    void failed(WatchEvent.Failed event) {
        failed = Optional.of(event);
    }
}
