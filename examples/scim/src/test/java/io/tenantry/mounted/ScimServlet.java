// SPDX-License-Identifier: Apache-2.0
package io.tenantry.mounted;

import io.tenantry.scim.ScimEndpoint;
import io.tenantry.scim.ScimRequest;
import io.tenantry.scim.ScimResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The servlet of docs/scim.md. */
final class ScimServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient ScimEndpoint endpoint;

    ScimServlet(ScimEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    // begin
    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
        Map<String, String> headers = new HashMap<>();
        Collections.list(in.getHeaderNames()).forEach(name -> headers.put(name, in.getHeader(name)));
        String mounted = in.getContextPath() + in.getServletPath();
        String query = in.getQueryString() == null ? "" : "?" + in.getQueryString();
        String target = in.getRequestURI().substring(mounted.length()) + query; // getPathInfo() is decoded
        ScimResponse answer = endpoint.handle(new ScimRequest(
                in.getMethod(), "https://scim.acme.example/scim/v2", target, headers, in.getInputStream()));
        out.setStatus(answer.status());
        answer.headers().forEach(out::setHeader);
        out.getOutputStream().write(answer.body());
    }
    // end
}
