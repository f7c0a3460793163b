extension HTMLReporter {
    /// The look of the page. Only problems have colours, and each text stands out from its background by at least 4.5 to 1,
    /// light and dark (`Tests/Integration/page` measures it).
    static let styleSheet = """
        :root{--page:#f5f5f3;--card:#fff;--text:#1a1b1d;--soft:#565b62;--line:#dfe0e2;--track:#e9eaec;--ink:#5b6570;
        --critical:#b3261e;--warning:#8a5300;--unknown:#6b3fc4;--critical-fill:#d43d33;--warning-fill:#d48806;
        --unknown-fill:#8257d8;--shadow:0 1px 2px #0000000d,0 4px 16px #0000000a}
        @media(prefers-color-scheme:dark){:root{--page:#101113;--card:#191b1e;--text:#eceded;--soft:#a5aab1;--line:#2c2f34;
        --track:#2a2d32;--ink:#9aa4ae;--critical:#ff8d82;--warning:#eeb255;--unknown:#bda9f8;--critical-fill:#f4675b;
        --warning-fill:#e2a03c;--unknown-fill:#a48bf0;--shadow:none}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
        "Helvetica Neue","Noto Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        main{max-width:80rem;margin:0 auto;padding:clamp(1.5rem,5vw,3.5rem) clamp(1rem,4vw,2.5rem)}
        h1,h2,h3,p,dl,dd,figure{margin:0}
        a{color:inherit;text-decoration-thickness:1px;text-underline-offset:.2em}
        a:hover{text-decoration-thickness:2px}
        .top{display:flex;flex-wrap:wrap;gap:1.5rem 3rem;justify-content:space-between;align-items:end}
        .top>div{flex:1 1 22rem}
        h1{font-size:clamp(1.6rem,1.1rem + 2.2vw,2.5rem);line-height:1.15;font-weight:680;letter-spacing:-.022em;
        text-wrap:balance}
        .quiet{color:var(--soft);margin-top:.375rem}
        .money{display:flex;flex-wrap:wrap;gap:.75rem 2.5rem}
        .money dt,.figures dt{color:var(--soft);font-size:.8125rem}
        .money dd{font-size:1.375rem;font-weight:620;letter-spacing:-.012em;white-space:nowrap}
        .strip{display:flex;gap:3px;height:6px;margin:1.75rem 0 0}
        .strip i{background:var(--fill);border-radius:3px;min-width:3px}
        .critical{--color:var(--critical);--fill:var(--critical-fill)}
        .warning{--color:var(--warning);--fill:var(--warning-fill)}
        .unknown{--color:var(--unknown);--fill:var(--unknown-fill)}
        .fine,.unjudged{--fill:var(--ink)}.strip .fine,.strip .unjudged{opacity:.35}
        h2{font-size:1.0625rem;font-weight:640;letter-spacing:-.005em;margin:clamp(2.25rem,5vw,3.25rem) 0 1rem}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:1rem}
        .card{display:flex;flex-direction:column;gap:.875rem;background:var(--card);border:1px solid var(--line);
        border-radius:14px;padding:1.125rem 1.25rem 1.25rem;box-shadow:var(--shadow)}
        .card:not(:has(.plot)){align-self:start}
        .far{content-visibility:auto;contain-intrinsic-size:auto 12rem}
        .card header{display:grid;grid-template-columns:1fr auto;gap:.125rem 1rem;align-items:baseline}
        h3{font-size:1.0625rem;font-weight:620;line-height:1.3;letter-spacing:-.008em}
        .host{color:var(--soft);font-size:.875rem;grid-column:1}
        .state,.cost{grid-column:2;font-size:.875rem;font-weight:620;white-space:nowrap;text-align:right}
        .state{grid-row:1;color:var(--color)}
        .cost{grid-row:2}
        .share{display:flex;flex-wrap:wrap;gap:0 .625rem;align-items:baseline;color:var(--soft)}
        .share strong{color:var(--text);font-size:2.125rem;line-height:1.1;font-weight:660;letter-spacing:-.03em}
        .bar{position:relative;height:10px;border-radius:5px;background:var(--track);overflow:hidden;
        print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .bar i{position:absolute;top:0;bottom:0;left:0}
        .used{background:var(--fill)}
        .more{background:repeating-linear-gradient(-45deg,var(--fill) 0 2px,transparent 2px 5px)}
        .bar .limit{width:3px;margin-left:-1px;background:var(--text);box-shadow:0 0 0 1px var(--card)}
        .figures{display:flex;flex-wrap:wrap;gap:.5rem 1.75rem}
        .figures dd{font-weight:560}
        .plot{color:var(--soft);font-size:.75rem;line-height:1.3;margin-top:auto}
        .lines{position:relative;height:8.5rem;border-bottom:1px solid var(--soft)}
        .lines svg{position:absolute;inset:0;width:100%;height:100%;overflow:hidden}
        .lines path{fill:none;stroke:var(--fill);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
        .lines .area{fill:var(--fill);fill-opacity:.1;stroke:none}
        .lines .gap{stroke-width:1;stroke-opacity:.6}
        .lines .expected{stroke-dasharray:5 4}
        .lines .quota{stroke:var(--soft);stroke-width:1}
        .lines .out{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 3}
        .lines span{position:absolute;white-space:nowrap;padding:1px 2px}
        .lines .left{left:0;transform:translateY(-100%)}
        .lines .right{right:0;transform:translateY(-100%)}
        .lines .out{color:var(--text);font-weight:620}
        .lines .before{transform:translate(-100%,-100%)}
        .lines .now{position:absolute;width:8px;height:8px;margin:-4px;border-radius:50%;background:var(--fill);
        print-color-adjust:exact;-webkit-print-color-adjust:exact;
        box-shadow:0 0 0 2px var(--card)}
        .axis{display:flex;justify-content:space-between;padding-top:.25rem}
        figcaption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .remark{color:var(--soft);font-size:.9375rem;line-height:1.45}
        .card:not(:has(.share)) .remark{color:var(--text)}
        table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:14px;
        border-spacing:0;overflow:hidden;font-size:.9375rem;box-shadow:var(--shadow)}
        th,td{text-align:left;padding:.625rem .875rem;border-top:1px solid var(--line);vertical-align:baseline}
        thead th{border-top:0;color:var(--soft);font-size:.8125rem;font-weight:500}
        tbody th{font-weight:560}
        tbody .host{font-weight:400}
        td{color:var(--soft);white-space:nowrap}
        td.state{color:var(--soft);font-size:inherit;font-weight:inherit;text-align:left}
        .number{text-align:right;white-space:nowrap}
        .number b{display:inline-block;min-width:3.25em;color:var(--text);font-weight:560}
        .wide{width:22%;min-width:6rem;vertical-align:middle}
        td .bar{height:6px}
        footer{margin-top:2.5rem;color:var(--soft);font-size:.8125rem}
        .key{white-space:nowrap;margin-right:.75rem;--fill:var(--ink)}
        .key i{display:inline-block;width:1.25em;height:.625em;border-radius:2px;print-color-adjust:exact;
        -webkit-print-color-adjust:exact}
        @media(max-width:52rem){.wide{display:none}}
        @media(max-width:40rem){.middle{display:none}th,td{padding:.5625rem .75rem}.card{padding:1rem}
        .number span,.number b{display:block;font-size:.875rem}.number span{font-size:.8125rem}
        tbody .host{display:block;font-size:.8125rem}tbody .host:after{content:" · " attr(data-state)}}
        @media print{:root{--page:#fff;--card:#fff;--text:#000;--soft:#444;--line:#bbb;--track:#e9eaec;--ink:#5b6570;
        --critical:#b3261e;--warning:#8a5300;--unknown:#6b3fc4;--critical-fill:#d43d33;--warning-fill:#d48806;
        --unknown-fill:#8257d8;--shadow:none}
        @page{margin:14mm}body{font-size:9.5pt}main{padding:0;max-width:none}h1{font-size:18pt}h2{margin-top:1.25rem}
        .cards{grid-template-columns:repeat(2,1fr);gap:.625rem}.card{padding:.75rem .875rem;gap:.5rem;break-inside:avoid;
        content-visibility:visible}.lines{height:5rem}tr{break-inside:avoid}h2{break-after:avoid}
        table{border-radius:0;border-width:0 0 1px}a{text-decoration:none}.strip i{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
