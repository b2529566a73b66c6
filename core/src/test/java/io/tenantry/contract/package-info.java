// SPDX-License-Identifier: Apache-2.0
/**
 * Contract tests for two interfaces that a host may implement: a directory and an identity source. Published as the jar
 * of core with the classifier {@code contract}, for JUnit 5 and AssertJ. A clause tests only what the Javadoc of the
 * interface promises.
 */
@NullMarked
package io.tenantry.contract;

import org.jspecify.annotations.NullMarked;
