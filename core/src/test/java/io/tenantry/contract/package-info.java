// SPDX-License-Identifier: Apache-2.0
/**
 * Contract tests for the two things that a host may bring along: a directory and an identity source. Published as the jar of core
 * with the classifier {@code contract}, for JUnit 5 and AssertJ. A clause tests what the Javadoc of the port promises and nothing else.
 */
@NullMarked
package io.tenantry.contract;

import org.jspecify.annotations.NullMarked;
