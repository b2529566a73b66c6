// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a process closes before it ends. */
@NullUnmarked
class ClosingsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Closings closings = new Closings();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void closesTheNewestFirst() {
        closings.open(() -> "state", closed::add);
        closings.open(() -> "server", closed::add);

        assertThat(closings.close(LONG)).isTrue();
        assertThat(closed).containsExactly("server", "state");
    }

    @Test
    void closesNothingTwice() {
        Opened<String> state = closings.open(() -> "state", closed::add);
        state.close();

        assertThat(closings.close(LONG)).isTrue();
        state.close();
        assertThat(closed).containsExactly("state");
    }

    @Test
    void leavesAServerToItself() {
        closings.openIf(false, () -> "database", closed::add);
        closings.openIf(true, () -> "file", closed::add);

        assertThat(closings.close(LONG)).isTrue();
        assertThat(closed).containsExactly("file");
    }

    @Test
    void closesTheOthersIfOneCannotBeClosedAndSaysSo() {
        closings.open(() -> "state", closed::add);
        closings.open(() -> "desk", desk -> {
            throw new IllegalStateException(desk);
        });

        assertThat(closings.close(LONG)).isFalse();
        assertThat(closed).containsExactly("state");
    }

    @Test
    void waitsNoLongerThanItMayForWhatIsInUse() {
        CountDownLatch free = new CountDownLatch(1);
        closings.open(() -> "state", state -> await(free));

        assertThat(closings.close(Duration.ofMillis(1))).isFalse();
        free.countDown();
    }

    @Test
    void waitsForWhatIsBeingOpenedAndClosesItToo() {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        started(() -> closings.open(
                () -> {
                    opening.countDown();
                    await(free);
                    return "state";
                },
                closed::add));
        await(opening);

        assertThat(closings.close(Duration.ofMillis(1))).isFalse();
        free.countDown();

        assertThat(closings.close(LONG)).isTrue();
        assertThat(closed).containsExactly("state");
    }

    @Test
    void opensNothingOnceItClosed() {
        closings.close(LONG);
        List<String> opened = new CopyOnWriteArrayList<>();

        Thread late = started(() -> closings.open(() -> opened.add("state"), state -> {}));

        while (late.getState() == Thread.State.NEW || late.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        assertThat(late.getState()).isEqualTo(Thread.State.WAITING);
        assertThat(opened).isEmpty();
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work, "late");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
