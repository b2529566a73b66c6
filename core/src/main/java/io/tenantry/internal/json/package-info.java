// SPDX-License-Identifier: Apache-2.0
/** Values of JSON as a tree, over the streams of Jackson. */
@NullMarked
package io.tenantry.internal.json;

import org.jspecify.annotations.NullMarked;
