// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

/** The style of a page, on a screen and on paper. */
final class Stylesheet {
    private Stylesheet() {}

    static final String TEXT = """
            :root{--ink:#1d2733;--soft:#5a6775;--line:#dfe5eb;--paper:#fff;--bad:#b3261e;--warn:#8a5a00;--ok:#0b6b4b;color-scheme:light}
            *{box-sizing:border-box}
            body{margin:0;background:#f3f5f7;color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
            main{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
            header{display:flex;gap:24px;align-items:center;padding:28px 32px;border-radius:14px 14px 0 0;color:#fff}
            header svg{width:84px;flex:none;fill:none;stroke:#fff;stroke-width:3.2;stroke-linecap:round;stroke-linejoin:round}
            header.proven{background:#0b6b4b}header.violated{background:#9c1f18}header.not_proven{background:#7a5000}
            .eyebrow{margin:0;font-size:13px;letter-spacing:.06em;text-transform:uppercase}
            h1{margin:2px 0 4px;font-size:40px;line-height:1.1}.lead{margin:0;font-size:18px}
            h2{margin:0 0 8px;font-size:21px}
            .facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));margin:0;padding:16px 32px;background:var(--paper);
              border-radius:0 0 14px 14px;border:1px solid var(--line);border-top:0;gap:10px 32px}
            dt{color:var(--soft);font-size:12.5px}dd{margin:0;overflow-wrap:anywhere;font-size:13.5px}
            .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;list-style:none;padding:0;margin:20px 0}
            .figures li{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:14px 16px;color:var(--soft);font-size:13.5px}
            .figures b{display:block;font-size:28px;line-height:1.15;color:var(--ink);font-variant-numeric:tabular-nums}
            .figures .bad b{color:var(--bad)}.figures .warn b{color:var(--warn)}
            section{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:24px 28px;margin:20px 0}
            section p{max-width:80ch}.doubts{border-left:6px solid #c98a00}
            figure{margin:8px 0 20px;overflow-x:auto}figure svg{display:block;margin:0 auto;max-width:100%;height:auto;color:var(--ink)}
            .legend span{display:inline-block;width:15px;height:15px;border-radius:3px;vertical-align:-2px;margin:0 4px 0 18px}
            .legend span:first-child{margin-left:0}
            .own{background:#dbe7f3;border:1px solid #1f4e79}.leak{background:#b3261e}
            .joint{background:repeating-linear-gradient(45deg,#c98a00 0 2px,#f2c14e 2px 6px)}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:14px;margin:8px 0}
            caption{text-align:left;color:var(--soft);font-size:13px;padding-bottom:6px}
            th{text-align:left;font-size:12.5px;color:var(--soft);border-bottom:2px solid #c7d0d9;padding:6px 12px 6px 0;vertical-align:bottom}
            td{border-bottom:1px solid var(--line);padding:9px 12px 9px 0;vertical-align:top;overflow-wrap:anywhere}
            td:first-child{min-width:172px}
            .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.n{white-space:normal}
            small{display:block;color:var(--soft);font-size:12.5px}code{font-size:11.5px}
            b.bad{color:var(--bad)}b.ok{color:var(--ok)}
            .note{color:var(--warn)}
            ul.paths{list-style:none;margin:0;padding:0}.paths li{margin-bottom:4px}
            .tag{display:inline-block;font-weight:600;font-size:12px;background:#eaf0f6;border-radius:4px;padding:0 6px}
            .tag.out{background:#fbe4e1;color:#8c1c13}
            details{border-top:1px solid var(--line);padding:8px 0}summary{cursor:pointer}
            @media (max-width:640px){header{padding:20px}.facts{grid-template-columns:1fr}h1{font-size:30px}header svg{width:56px}main{padding:12px}}
            @media print{@page{margin:14mm}body{background:#fff;font-size:11px}main{max-width:none;padding:0}
              header,.own,.leak,.joint,figure svg,.tag{-webkit-print-color-adjust:exact;print-color-adjust:exact}
              section{border:0;padding:8px 0;margin:8px 0}tr,figure,.figures li{break-inside:avoid}thead{display:table-header-group}
              h2{break-after:avoid}.wide{overflow:visible}table{font-size:10.5px}}
            """;
}
