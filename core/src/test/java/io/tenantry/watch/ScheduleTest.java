// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void comesAtEachTimeOfDayInItsZone() {
        Schedule schedule = Schedule.daily(MADRID, LocalTime.of(13, 30), LocalTime.of(2, 0));

        assertThat(schedule.after(at("2026-11-30T00:59:59Z"))).isEqualTo(at("2026-11-30T01:00:00Z"));
        assertThat(schedule.after(at("2026-11-30T01:00:00Z"))).isEqualTo(at("2026-11-30T12:30:00Z"));
        assertThat(schedule.after(at("2026-11-30T12:30:00Z"))).isEqualTo(at("2026-12-01T01:00:00Z"));
    }

    @Test
    void comesOnceOnDaysOnWhichClocksAreChanged() {
        Schedule schedule = Schedule.daily(MADRID, LocalTime.of(2, 30));

        assertThat(schedule.after(at("2026-03-28T12:00:00Z"))).isEqualTo(at("2026-03-29T01:30:00Z"));
        assertThat(schedule.after(at("2026-03-29T01:30:00Z"))).isEqualTo(at("2026-03-30T00:30:00Z"));
        assertThat(schedule.after(at("2026-10-24T12:00:00Z"))).isEqualTo(at("2026-10-25T00:30:00Z"));
        assertThat(schedule.after(at("2026-10-25T00:30:00Z"))).isEqualTo(at("2026-10-26T01:30:00Z"));
    }

    @Test
    void neverDoneIsDueAtOnce() {
        assertThat(Schedule.daily(MADRID, LocalTime.of(2, 30)).after(Instant.EPOCH))
                .isBefore(at("1970-01-03T00:00:00Z"));
        assertThat(Schedule.every(Duration.ofDays(1)).after(Instant.EPOCH)).isBefore(at("1970-01-03T00:00:00Z"));
        assertThat(Schedule.never().after(Instant.EPOCH)).isEqualTo(Instant.MAX);
    }

    @Test
    void refusesWhatNeverOrAlwaysComes() {
        assertThatThrownBy(() -> Schedule.every(Duration.ZERO)).hasMessageContaining("positive");
        assertThatThrownBy(() -> Schedule.daily(MADRID)).hasMessageContaining("time of day");
    }
}
