// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AskedTest {
    @Test
    void answersWithWhatItKnowsWhileTheSourceDoesNotAnswer() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        Asked<Integer> slow = new Asked<>(
                () -> {
                    asked.countDown();
                    await(answers);
                    return Optional.of(count.incrementAndGet());
                },
                Duration.ofMillis(1));

        assertThat(slow.get()).isEmpty();
        asked.await();
        assertThat(slow.get()).isEmpty();
        assertThat(count).hasValue(0);

        answers.countDown();
        Optional<Integer> found = slow.get();
        while (found.isEmpty()) {
            found = slow.get();
        }

        assertThat(found).contains(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
