// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.watch.Schedule;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options that say when a watch does what. */
record WatchOptions(ParsedLine line, Checks checks) {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(366);

    WatchTimes read() {
        return new WatchTimes(every(), schedule(Option.SWEEP), schedule(Option.PROOFS), health());
    }

    private Optional<InetSocketAddress> health() {
        Optional<String> written = line.value(Option.HEALTH);
        Optional<InetSocketAddress> health = written.flatMap(IpAddress::withPort);
        checks.need(
                written.isEmpty() || health.isPresent(),
                "--health needs a port from 0 to 65535, or an IP address of this machine and a port such as 0.0.0.0:8081");
        return health;
    }

    private Duration every() {
        Optional<String> written = line.value(Option.EVERY);
        Optional<Duration> every = written.flatMap(WatchOptions::time);
        checks.need(
                written.isEmpty() || every.isPresent(),
                "--every needs a time such as 30s, 5m or 1h, not " + written.orElse(""));
        return every.orElse(Duration.ofMinutes(1));
    }

    private Schedule schedule(Option option) {
        String written = line.value(option).orElse("24h");
        try {
            return written.equals("never")
                    ? Schedule.never()
                    : time(written).map(Schedule::every).orElseGet(() -> daily(written));
        } catch (DateTimeException e) {
            checks.problems()
                    .add(option.spelling() + " needs a time such as 6h, times of day such as 02:00,14:00 or "
                            + "02:00@Europe/Madrid, or never, not " + written);
            return Schedule.never();
        }
    }

    private static Schedule daily(String written) {
        String[] parts = written.split("@", 2);
        ZoneId zone = parts.length == 2 ? ZoneId.of(parts[1]) : ZoneOffset.UTC;
        return Schedule.daily(
                zone,
                Arrays.stream(parts[0].split(",", -1)).map(LocalTime::parse).toArray(LocalTime[]::new));
    }

    private static Optional<Duration> time(String written) {
        Matcher time = TIME.matcher(written);
        return time.matches()
                ? Optional.of(Duration.parse(parsed(time.group(1), time.group(2))))
                        .filter(t -> t.compareTo(LONGEST) <= 0)
                : Optional.empty();
    }

    private static String parsed(String number, String unit) {
        return unit.equals("d") ? "P" + number + "D" : "PT" + number + unit.toUpperCase(java.util.Locale.ROOT);
    }
}
