// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

/** The two kinds of resource that a provider pushes. */
enum Kind {
    USER("user", "User", "/Users", "userName"),
    GROUP("group", "Group", "/Groups", "displayName");

    private final String word;
    private final String type;
    private final String path;
    private final String nameAttribute;

    Kind(String word, String type, String path, String nameAttribute) {
        this.word = word;
        this.type = type;
        this.path = path;
        this.nameAttribute = nameAttribute;
    }

    /** Returns the kind that the tables have this word for. */
    static Kind of(String word) {
        return word.equals(USER.word) ? USER : GROUP;
    }

    /** Returns the word that messages and the tables have for it. */
    String word() {
        return word;
    }

    /** Returns the name of the resource type. */
    String type() {
        return type;
    }

    /** Returns the path of the endpoint. */
    String path() {
        return path;
    }

    /** Returns the attribute that names a resource, once in a connection. */
    String nameAttribute() {
        return nameAttribute;
    }
}
