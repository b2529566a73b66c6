// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.scim.ScimStore;
import io.tenantry.scim.ScimStoreException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a provider's pushes are kept: a SQLite file, for one process at a time, or a PostgreSQL database. */
sealed interface ScimPlace {
    /** Returns its name without a password. */
    String name();

    /** Opens it, and makes it if it is not there. */
    Open open();

    /** Opens it so that it is closed also if the process is asked to end, where that is needed. */
    default Opened<Open> opened(Closings closings) {
        return closings.openIf(this instanceof File, this::open, Open::close);
    }

    /** Returns whether there is something to read. */
    boolean isThere();

    /** Asks the process that has it open, if it serves others; empty if there is none, or it is not needed. */
    default Optional<Desk.Answer> ask(Errand errand) {
        return Optional.empty();
    }

    /** Serves other processes while this one has it open. */
    default Desk desk(ScimStore open) {
        return Desk.NONE;
    }

    /** Says what a failure of this place means. */
    default String trouble(ScimStoreException e) {
        return e.isInUse()
                ? name()
                        + " is open in another process, such as provision watch: run this again when that has ended, or keep"
                        + " the pushes in PostgreSQL, where both run side by side"
                : String.valueOf(e.getMessage());
    }

    /** Open tables, and what else has to be closed after them. */
    record Open(ScimStore store, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
            end.run();
        }
    }

    /** A SQLite file. */
    record File(Path file) implements ScimPlace {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Open open() {
            SqliteDriver.require();
            return new Open(ScimStore.file(file), () -> {});
        }

        @Override
        public boolean isThere() {
            return file.toFile().length() > 0;
        }

        @Override
        public Optional<Desk.Answer> ask(Errand errand) {
            return Desk.ask(file, errand);
        }

        @Override
        public Desk desk(ScimStore open) {
            return Desk.beside(file, this, open);
        }
    }

    /** A PostgreSQL database. */
    record Server(String url, Optional<String> password) implements ScimPlace {
        @Override
        public String name() {
            return Pool.name(url);
        }

        @Override
        public Open open() {
            HikariDataSource source = Pool.of(url, password, 4);
            try {
                return new Open(ScimStore.open(source), source::close);
            } catch (ScimStoreException e) {
                source.close();
                throw e;
            }
        }

        @Override
        public boolean isThere() {
            return true;
        }

        /** Without the password. */
        @Override
        public String toString() {
            return name();
        }
    }
}
