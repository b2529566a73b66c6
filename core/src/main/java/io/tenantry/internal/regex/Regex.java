// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.List;

/** A regular expression that is regular: no references, no looking around, nothing but characters, sequence, choice and repetition. */
sealed interface Regex {
    record Chars(CodePoints of) implements Regex {}

    record Sequence(List<Regex> of) implements Regex {}

    record Choice(List<Regex> of) implements Regex {}

    /** {@code most} is {@link #UNBOUNDED} for a repetition without end. */
    record Repeat(Regex of, int least, int most) implements Regex {}

    int UNBOUNDED = -1;
}
