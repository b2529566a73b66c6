// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySource;
import java.util.List;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/** A source of people for one test, and the hands that fill it. Implement this to run an {@link IdentitySourceContract}. */
public interface SourceWorld extends AutoCloseable {
    /** Returns the world of a source that is only filled, by this. */
    static SourceWorld of(IdentitySource source, Consumer<List<Identity>> hold) {
        return new SourceWorld() {
            @Override
            public IdentitySource source() {
                return source;
            }

            @Override
            public void hold(List<Identity> people) {
                hold.accept(people);
            }
        };
    }

    /** Returns the source under test; one and the same over the whole test. */
    IdentitySource source();

    /**
     * Lets the source hold these people and nobody else from now on, in this order if it has one. Where they come from is for the
     * source to say, whatever their origin says here.
     */
    void hold(List<Identity> people);

    /**
     * Damages what the source reads so that the last person gets lost, as a file that is cut off or a page that does not come. By
     * default there is no such damage, and clauses about it are skipped.
     */
    default void loseTheLast() {
        throw new TestAbortedException("this source cannot be read in part");
    }

    /** Takes away what the source reads. By default that cannot happen, and clauses about it are skipped. */
    default void makeUnreadable() {
        throw new TestAbortedException("this source can always be read");
    }

    /** Returns how many people take more than one page to read. By default 1200. */
    default int moreThanOnePage() {
        return 1200;
    }

    /** Ends what the world opened. By default there is nothing to end. */
    @Override
    default void close() {}
}
