// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

/**
 * A Genesys Cloud region, with the domain that its hosts share. The list is that of the official SDKs; for a region it
 * lacks use {@link GenesysCloud.Builder#domain(String)}.
 */
public enum Region {
    /** Americas (US East), {@code us-east-1}. */
    US_EAST_1("mypurecloud.com"),
    /** Americas (US East 2), {@code us-east-2}: FedRAMP. */
    US_EAST_2("use2.us-gov-pure.cloud"),
    /** Americas (US West), {@code us-west-2}. */
    US_WEST_2("usw2.pure.cloud"),
    /** Americas (Canada), {@code ca-central-1}. */
    CA_CENTRAL_1("cac1.pure.cloud"),
    /** Americas (Mexico), {@code mx-central-1}. */
    MX_CENTRAL_1("mxc1.pure.cloud"),
    /** Americas (São Paulo), {@code sa-east-1}. */
    SA_EAST_1("sae1.pure.cloud"),
    /** EMEA (Ireland), {@code eu-west-1}. */
    EU_WEST_1("mypurecloud.ie"),
    /** EMEA (London), {@code eu-west-2}. */
    EU_WEST_2("euw2.pure.cloud"),
    /** EMEA (Frankfurt), {@code eu-central-1}. */
    EU_CENTRAL_1("mypurecloud.de"),
    /** EMEA (Zurich), {@code eu-central-2}. */
    EU_CENTRAL_2("euc2.pure.cloud"),
    /** EMEA (EU sovereign), {@code eusc-de-east-1}. */
    EUSC_DE_EAST_1("edee1.eusc-pure.cloud"),
    /** Middle East (UAE), {@code me-central-1}. */
    ME_CENTRAL_1("mec1.pure.cloud"),
    /** Asia Pacific (Mumbai), {@code ap-south-1}. */
    AP_SOUTH_1("aps1.pure.cloud"),
    /** Asia Pacific (Singapore), {@code ap-southeast-1}. */
    AP_SOUTHEAST_1("apse1.pure.cloud"),
    /** Asia Pacific (Sydney), {@code ap-southeast-2}. */
    AP_SOUTHEAST_2("mypurecloud.com.au"),
    /** Asia Pacific (Tokyo), {@code ap-northeast-1}. */
    AP_NORTHEAST_1("mypurecloud.jp"),
    /** Asia Pacific (Seoul), {@code ap-northeast-2}. */
    AP_NORTHEAST_2("apne2.pure.cloud"),
    /** Asia Pacific (Osaka), {@code ap-northeast-3}. */
    AP_NORTHEAST_3("apne3.pure.cloud");

    private final String domain;

    Region(String domain) {
        this.domain = domain;
    }

    /** Returns the domain under which the region's {@code api.} and {@code login.} hosts are. */
    public String domain() {
        return domain;
    }
}
