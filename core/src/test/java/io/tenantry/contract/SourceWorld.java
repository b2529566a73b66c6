// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySource;
import java.util.List;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/** A source of people for one test, and the way to fill it. Implement this to run an {@link IdentitySourceContract}. */
public interface SourceWorld extends AutoCloseable {
    /** Returns the world of a source that this function fills. */
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

    /** Returns the source under test; the same one during the whole test. */
    IdentitySource source();

    /**
     * Lets the source hold exactly these people from now on, in this order if it has one. The source sets their origin;
     * the origin given here does not count.
     */
    void hold(List<Identity> people);

    /**
     * Damages the data of the source so that the last person is lost, like a file that is cut off or a missing page.
     * The default cannot do that, and clauses about it are skipped.
     */
    default void loseTheLast() {
        throw new TestAbortedException("this source cannot be read in part");
    }

    /** Makes the data of the source unreadable. The default cannot do that, and clauses about it are skipped. */
    default void makeUnreadable() {
        throw new TestAbortedException("this source can always be read");
    }

    /**
     * Returns the name of an attribute for which the source does not ask, so that it is unknown of each person. The
     * default has none, as a source that delivers all attributes, and the clause about it is skipped.
     */
    default String undeliveredAttribute() {
        throw new TestAbortedException("this source delivers all attributes");
    }

    /** Returns how many people take more than one page to read. By default 1200. */
    default int moreThanOnePage() {
        return 1200;
    }

    /** Releases what the world opened. The default does nothing. */
    @Override
    default void close() {}
}
