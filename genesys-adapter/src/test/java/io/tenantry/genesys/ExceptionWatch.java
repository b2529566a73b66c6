// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.directory.DirectoryException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Looks at every exception that the adapter makes in any test, whether the test looks at it or not: with its whole
 * chain, it may hold no secret and no person. {@link SecretsTest} asks at the end what was found.
 */
public final class ExceptionWatch implements LauncherSessionListener {
    /** How secrets and tokens of the fake begin and go on. */
    static final Pattern SECRET = Pattern.compile("secret-[0-9a-f]{8}");

    /** The people that these tests make up. */
    static final Pattern PERSON = Pattern.compile("@acme\\.example|marker-name|hr-marker");

    private static final AtomicInteger SEEN = new AtomicInteger();
    private static final Queue<String> TELLING = new ConcurrentLinkedQueue<>();

    /** Made by the launcher. */
    public ExceptionWatch() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        installAgent();
        new ByteBuddy()
                .redefine(DirectoryException.class)
                .visit(Advice.to(Made.class).on(ElementMatchers.isConstructor()))
                .make()
                .load(DirectoryException.class.getClassLoader(), ClassReloadingStrategy.fromInstalledAgent());
    }

    /** By name, since what the method returns is in a module that these tests do not read. */
    private static void installAgent() {
        try {
            Class.forName("net.bytebuddy.agent.ByteBuddyAgent")
                    .getMethod("install")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no exception can be watched", e);
        }
    }

    /** Takes note of an exception that was just made. */
    public static void saw(Throwable made) {
        SEEN.incrementAndGet();
        StringWriter chain = new StringWriter();
        made.printStackTrace(new PrintWriter(chain));
        if (SECRET.matcher(chain.toString()).find()
                || PERSON.matcher(chain.toString()).find()) {
            TELLING.add(chain.toString());
        }
    }

    static int seen() {
        return SEEN.get();
    }

    static Queue<String> telling() {
        return TELLING;
    }

    /** Woven into the constructor. */
    private static final class Made {
        @Advice.OnMethodExit
        static void exit(@Advice.This Throwable made) {
            saw(made);
        }
    }
}
