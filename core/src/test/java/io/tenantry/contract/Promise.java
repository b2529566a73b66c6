// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says which promise a failed clause is about, before the values that show it. */
final class Promise implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw failure instanceof AssertionError error
                ? broken(context.getRequiredTestMethod().getName(), error)
                : failure;
    }

    /** Returns the failure with the name of the clause in words. */
    static AssertionError broken(String clause, AssertionError failure) {
        String words = clause.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return new AssertionError(
                "this promise of the contract does not hold: " + words + "; " + failure.getMessage(), failure);
    }
}
