// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Processes of the command over the files and the fake of a harness, which they reach over HTTP. */
final class Processes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CommandHarness command;
    private final List<Started> started = new ArrayList<>();

    Processes(CommandHarness command) {
        this.command = command;
        command.fake.start();
    }

    Started provision(String... verbAndOptions) throws IOException {
        return provision(List.of(), verbAndOptions);
    }

    /** Starts the command in a virtual machine with these options. */
    Started provision(List<String> options, String... verbAndOptions) throws IOException {
        List<String> words = new ArrayList<>(List.of(verbAndOptions));
        words.addAll(List.of("--jsonl", command.people.toString()));
        words.addAll(organization());
        return exactly(options, words);
    }

    /** Returns the options that name the policy and the organization. */
    List<String> organization() {
        return List.of(
                "--policy",
                command.policy.toString(),
                "--base-url",
                command.fake.baseUri().toString(),
                "--login-url",
                command.fake.loginUri().toString());
    }

    /** Starts the command with these words alone. */
    Started exactly(List<String> options, List<String> line) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Provision.class.getName()));
        words.addAll(line);
        Path out = command.file(started.size() + ".out");
        Path err = command.file(started.size() + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(command.environment);
        Started process = new Started(builder.start(), out, err);
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(s -> s.process.destroyForcibly());
        command.fake.close();
    }

    /** A process, and where it writes. */
    record Started(Process process, Path out, Path err) {
        long pid() {
            return process.pid();
        }

        void await(BooleanSupplier met) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!met.getAsBoolean()) {
                if (!process.isAlive()) {
                    throw new AssertionError("the process ended: " + read(out) + read(err));
                }
                assertThat(System.nanoTime()).as("time is left").isLessThan(end);
                LockSupport.parkNanos(10_000_000);
            }
        }

        /** Returns what it has written so far. */
        String said() {
            return read(out);
        }

        void kill() throws InterruptedException {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }

        /** Sends a signal, such as STOP. */
        void signal(String name) throws IOException, InterruptedException {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            assertThat(kill.waitFor()).isZero();
        }

        Run ended() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), read(out), read(err));
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How a process ended, and what it wrote. */
    record Run(int exit, String out, String err) {}
}
