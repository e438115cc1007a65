// What the pages do beyond plain links and forms: charts, printing, and word of what was loaded. Without it every number is still there.
"use strict";

(() => {
    const narrow = 620;
    const letter = 7;
    const smallLetter = 6.5;
    const amountsWidth = 60;
    const barHeight = 30;
    const legendLine = 24;

    const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

    const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

    function waterfall(box, bars) {
        // Bars lie where their names would not fit under them.
        const longest = Math.max(...bars.flatMap(bar => bar.label.split(" ")).map(word => word.length));
        const isNarrow = box.clientWidth < narrow || (box.clientWidth - amountsWidth) / bars.length < longest * letter;
        const colours = { up: colour("up"), down: colour("down"), level: colour("level"), text: colour("text"), quiet: colour("quiet"), line: colour("line"), ground: colour("ground") };
        const font = getComputedStyle(document.body).fontFamily;
        const isLevel = (_, at) => at === 0 || at === bars.length - 1;
        const room = isNarrow ? 96 : (box.clientWidth - amountsWidth) / bars.length - 2;
        const names = { type: "category", inverse: isNarrow, data: bars.map(bar => inLines(bar.label, room / smallLetter)), axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } },
            axisLabel: { color: colours.text, fontFamily: font, interval: 0, lineHeight: 14 } };
        const lowest = Math.min(0, ...bars.flatMap(bar => [bar.from, bar.to]));
        const highest = Math.max(0, ...bars.flatMap(bar => [bar.from, bar.to]));

        // Where little moved, bars from nothing would hide what did; the axis says where it begins.
        const levels = bars.slice(0, -1).map(bar => bar.to);
        const least = Math.min(...levels, bars.at(-1).to);
        const span = Math.max(...levels, bars.at(-1).to) - least;
        const floor = lowest >= 0 && least > 0 && span < least / 3 ? Math.max(0, least - Math.max(span, least / 50)) : lowest;
        const amounts = { type: "value", min: floor, max: highest === lowest ? 1 : null, scale: true,
            axisLabel: { color: colours.quiet, fontFamily: font, hideOverlap: true, formatter: value => compact.format(value) }, splitLine: { lineStyle: { color: colours.line } } };

        const draw = (params, api) => {
            const at = params.dataIndex;
            const [from, to] = [Math.max(api.value(1), floor), Math.max(api.value(2), floor)];
            const [start, end] = isNarrow ? [api.coord([from, at]), api.coord([to, at])] : [api.coord([at, from]), api.coord([at, to])];
            const thick = (isNarrow ? api.size([0, 1])[1] : api.size([1, 0])[0]) * .62;
            const long = isNarrow ? Math.max(1, Math.abs(end[0] - start[0])) : Math.max(1, Math.abs(end[1] - start[1]));
            const shape = isNarrow
                ? { x: Math.min(start[0], end[0]), y: start[1] - thick / 2, width: long, height: thick }
                : { x: start[0] - thick / 2, y: Math.min(start[1], end[1]), width: thick, height: long };
            const fill = isLevel(null, at) ? colours.level : to > from || bars[at].to > bars[at].from ? colours.up : colours.down;
            const parts = [{ type: "rect", shape, style: { fill } }];

            // The next bar begins where this one ended.
            if (at < bars.length - 1) {
                const step = isNarrow ? api.size([0, 1])[1] : api.size([1, 0])[0];
                parts.push({ type: "line", silent: true, style: { stroke: colours.quiet, lineWidth: 1, lineDash: [2, 2] },
                    shape: isNarrow
                        ? { x1: end[0], y1: end[1] + thick / 2, x2: end[0], y2: end[1] + step - thick / 2 }
                        : { x1: end[0] + thick / 2, y1: end[1], x2: end[0] + step - thick / 2, y2: end[1] } });
            }

            const text = { text: short(bars[at], isLevel(null, at)), fill: colours.text, fontFamily: font, fontSize: 11, textBorderColor: colours.ground };
            parts.push({ type: "text", silent: true, style: isNarrow
                ? { ...text, x: shape.x + shape.width + 4, y: start[1], align: "left", verticalAlign: "middle" }
                : { ...text, x: start[0], y: shape.y - 4, align: "center", verticalAlign: "bottom" } });
            return { type: "group", children: parts };
        };

        box.style.height = isNarrow ? bars.length * barHeight + amountsWidth + "px" : "";
        return {
            animation: false,
            title: { show: floor > lowest, text: "The axis begins at " + compact.format(floor), right: 8, top: 2, padding: 0, textStyle: { color: colours.quiet, fontFamily: font, fontSize: 11, fontWeight: 400 } },
            grid: { left: isNarrow ? 4 : 8, right: isNarrow ? 56 : 8, top: 34, bottom: 4, containLabel: true },
            xAxis: isNarrow ? amounts : names,
            yAxis: isNarrow ? names : amounts,
            series: [{ type: "custom", renderItem: draw, encode: isNarrow ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] }, data: bars.map((bar, at) => ({ value: [at, bar.from, bar.to], link: bar.link })) }],
        };
    }

    // Broken here: the chart leaves room for the lines that it is given, not for those that it breaks itself.
    function inLines(label, letters) {
        return label.split(" ").reduce((text, word) => text + (text.length - text.lastIndexOf("\n") + word.length > letters ? "\n" : " ") + word);
    }

    function short(bar, isLevel) {
        const moved = isLevel ? bar.to : bar.to - bar.from;
        const text = compact.format(Math.abs(moved));
        return isLevel ? text : (moved > 0 ? "+" : "\u2212") + text;
    }

    // Columns and rows as they come; the more, the stronger the colour.
    function heat(box, cells) {
        const columns = [], rows = [];
        for (const cell of cells) {
            columns[cell.x] = cell.column;
            rows[cell.y] = cell.row;
        }

        const colours = { text: colour("text"), least: colour("shown"), most: colour("accent"), none: colour("panel"), ground: colour("ground") };
        const font = getComputedStyle(document.body).fontFamily;
        const most = Math.max(1, ...cells.map(cell => cell.value));
        const namesWidth = Math.min(170, box.clientWidth * .3);
        const width = (box.clientWidth - namesWidth) / columns.length;
        const axis = { type: "category", axisTick: { show: false }, axisLine: { show: false } };
        box.style.height = rows.length * 24 + 34 + "px";
        return {
            animation: false,
            grid: { left: namesWidth, right: 4, top: 26, bottom: 4 },
            xAxis: { ...axis, position: "top", data: columns, axisLabel: { color: colours.text, fontFamily: font, fontSize: 11, hideOverlap: true } },
            yAxis: { ...axis, inverse: true, data: rows, axisLabel: { color: colours.text, fontFamily: font, interval: 0, width: namesWidth - 12, overflow: "truncate" } },
            visualMap: { show: false, min: 1, max: most, inRange: { color: [colours.least, colours.most] } },
            series: [{
                type: "heatmap",
                itemStyle: { borderColor: colours.ground, borderWidth: 1 },
                label: { show: width > 16, fontFamily: font, fontSize: 11, formatter: item => item.value[2] || "" },
                data: cells.map(cell => ({
                    value: [cell.x, cell.y, cell.value],
                    link: cell.link,
                    visualMap: cell.value > 0,
                    itemStyle: cell.value > 0 ? {} : { color: colours.none },
                    label: { color: cell.value - 1 > (most - 1) / 2 ? colours.ground : colours.text },
                })),
            }],
        };
    }

    // Three lines over one axis of time: amounts and dates in steps, stages as bands.
    function deal(box, points) {
        const colours = { text: colour("text"), quiet: colour("quiet"), line: colour("line"), strong: colour("strong-line"), accent: colour("accent"), shown: colour("shown"), ground: colour("ground") };
        const font = getComputedStyle(document.body).fontFamily;
        const of = line => points.filter(point => point.line === line);
        const times = points.map(point => Date.parse(point.at));
        const [left, right, height] = [76, 12, 96];
        const tops = [24, 24 + height + 34, 24 + 2 * (height + 34)];
        const label = { color: colours.quiet, fontFamily: font, fontSize: 11, hideOverlap: true };
        const steps = (line, at) => ({
            type: "line", step: "end", xAxisIndex: at, yAxisIndex: at, symbol: "circle", symbolSize: 7,
            lineStyle: { color: colours.accent, width: 2 }, itemStyle: { color: colours.accent },
            data: of(line).map(point => ({ value: [point.at, point.value], link: point.link, symbol: point.link ? "circle" : "none" })),
        });
        // The dates that the deal was to close on, the first and the last, and between them what does not stand on another.
        const dates = [...new Set(of("closeDate").filter(point => point.value !== null).map(point => Date.parse(point.value)))].sort((a, b) => a - b);
        const [earliest, latest] = [dates[0], dates.at(-1)];
        const apart = (latest - earliest) * 16 / height;
        const told = dates.slice(1).reduce((kept, date) => date === latest || (date - kept.at(-1) >= apart && latest - date >= apart) ? [...kept, date] : kept, dates.slice(0, 1));
        const margin = Math.max(86_400_000, (latest - earliest) * .08);
        const stages = of("stage");
        const bands = stages.slice(0, -1).map((stage, at) => ({ value: [Date.parse(stage.at), Date.parse(stages[at + 1].at)], name: stage.value, link: stage.link }));
        const band = (params, api) => {
            const [start, end] = [api.coord([api.value(0), 0]), api.coord([api.value(1), 0])];
            const width = Math.max(1, end[0] - start[0]);
            return { type: "group", children: [
                { type: "rect", shape: { x: start[0], y: start[1] - 13, width, height: 26 }, style: { fill: colours.shown, stroke: colours.ground, lineWidth: 2 } },
                { type: "text", silent: true, style: { text: width > 24 ? bands[params.dataIndex].name : "", x: start[0] + 6, y: start[1], width: width - 12, overflow: "truncate",
                    fill: colours.text, fontFamily: font, fontSize: 11, verticalAlign: "middle" } },
            ] };
        };

        box.style.height = tops[2] + 60 + "px";
        return {
            animation: false,
            useUTC: true,
            title: ["Amount", "Close date", "Stage"].map((text, at) => ({ text, left: 0, top: tops[at] - 20, padding: 0, textStyle: { color: colours.quiet, fontFamily: font, fontSize: 11, fontWeight: 400 } })),
            grid: tops.map((top, at) => ({ left, right, top, height: at === 2 ? 30 : height })),
            xAxis: tops.map((_, at) => ({ type: "time", gridIndex: at, min: Math.min(...times), max: Math.max(...times), axisTick: { show: false },
                axisLine: { onZero: false, lineStyle: { color: colours.line } }, axisLabel: { ...label, show: at === 2 }, splitLine: { show: false } })),
            yAxis: [
                { type: "value", gridIndex: 0, splitNumber: 3, axisLabel: { ...label, formatter: value => compact.format(value) }, splitLine: { lineStyle: { color: colours.line } } },
                { type: "time", gridIndex: 1, ...(told.length > 0 && { min: earliest - margin, max: latest + margin }), axisTick: { show: false, customValues: told },
                    axisLabel: { ...label, customValues: told, formatter: "{yyyy}-{MM}-{dd}" }, splitLine: { lineStyle: { color: colours.line } } },
                { type: "category", gridIndex: 2, data: [""], show: false },
            ],
            series: [
                steps("amount", 0), steps("closeDate", 1),
                { type: "custom", xAxisIndex: 2, yAxisIndex: 2, renderItem: band, encode: { x: [0, 1] }, data: bands },
            ],
        };
    }

    // What is stacked, from the surest up.
    const categories = [["closed", "Closed", "closed"], ["commit", "Commit", "commit"], ["mostLikely", "Most likely", "most-likely"], ["bestCase", "Best case", "best-case"],
        ["pipeline", "Pipeline", "pipeline"]];

    function course(box, weeks) {
        const colours = { call: colour("call"), text: colour("text"), quiet: colour("quiet"), line: colour("line"), ground: colour("ground") };
        const font = getComputedStyle(document.body).fontFamily;
        const dashes = ["solid", [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]];
        const line = (name, amounts, style) => ({ type: "line", name, data: amounts, step: "middle", symbol: "circle", symbolSize: 5, lineStyle: { width: 2, ...style }, itemStyle: { color: style.color } });
        const series = categories.map(([key, name, variable]) =>
            ({ type: "bar", name, stack: "all", barCategoryGap: "25%", data: weeks.map(week => week[key]), itemStyle: { color: colour(variable) } }));
        if (weeks.some(week => week.quota !== null)) {
            series.push(line("Quota", weeks.map(week => week.quota), { color: colours.text, type: [2, 3] }));
        }

        weeks[0].calls.forEach((call, at) => series.push(line(call.name, weeks.map(week => week.calls[at].amount), { color: colours.call, type: dashes[at] })));
        if (weeks.at(-1).actual !== null) {
            series.push({ type: "scatter", name: "Actual", symbol: "diamond", symbolSize: 14, z: 5, data: weeks.map(week => week.actual),
                itemStyle: { color: colours.text, borderColor: colours.ground, borderWidth: 1 },
                label: { show: true, position: "top", color: colours.text, fontFamily: font, fontWeight: 600, textBorderColor: colours.ground, textBorderWidth: 3,
                    formatter: item => item.value === null ? "" : "Actual " + compact.format(item.value) } });
        }

        // A legend takes as many lines as it needs, and the chart begins below it.
        const legendLines = Math.ceil(series.reduce((sum, s) => sum + s.name.length * letter + 36, 0) / (box.clientWidth * .85));
        box.style.height = legendLines > 1 ? `calc(21rem + ${legendLines * legendLine}px)` : "";
        return {
            animation: false,
            legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 10, textStyle: { color: colours.text, fontFamily: font }, data: series.map(s => s.name) },
            grid: { left: 8, right: 16, top: 16 + legendLines * legendLine, bottom: 4, containLabel: true },
            xAxis: { type: "category", data: weeks.map(week => week.label), axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } },
                axisLabel: { color: colours.text, fontFamily: font, hideOverlap: true } },
            yAxis: { type: "value", axisLabel: { color: colours.quiet, fontFamily: font, hideOverlap: true, formatter: value => compact.format(value) }, splitLine: { lineStyle: { color: colours.line } } },
            series,
        };
    }

    // The weeks of a period, each a pile of what was sure and less so, against a line at the result.
    function weeks(box, bars) {
        const font = getComputedStyle(document.body).fontFamily;
        const isNarrow = box.clientWidth < narrow;
        const colours = { text: colour("text"), quiet: colour("quiet"), line: colour("line") };
        const series = bars[0].parts.map((part, at) => ({
            type: "bar", stack: "forecast", name: part.label, barCategoryGap: "28%", itemStyle: { color: colour(categories[at][2]) },
            data: bars.map(bar => bar.parts[at].amount),
        }));
        series[0].markLine = {
            symbol: "none", silent: true, data: [{ yAxis: bars[0].result }], lineStyle: { color: colours.text, width: 1.5, type: "solid" },
            label: { show: false },
        };
        return {
            animation: false,
            title: { text: "\u2014 " + bars[0].resultLabel + " " + compact.format(bars[0].result), right: 8, top: isNarrow ? 20 : 2, padding: 0, textStyle: { color: colours.text, fontFamily: font, fontSize: 11, fontWeight: 600 } },
            legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, selectedMode: false, textStyle: { color: colours.text, fontFamily: font, fontSize: 11 } },
            grid: { left: 8, right: 8, top: isNarrow ? 40 : 30, bottom: 4, containLabel: true },
            xAxis: { type: "category", data: bars.map(bar => bar.label), axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } },
                axisLabel: { color: colours.quiet, fontFamily: font, interval: box.clientWidth / bars.length < 36 ? "auto" : 0, formatter: (name, at) => bars[at].isShown ? `{shown|${name}}` : name,
                    rich: { shown: { fontWeight: 700, color: colours.text, fontFamily: font } } } },
            yAxis: { type: "value", splitLine: { lineStyle: { color: colours.line } },
                axisLabel: { color: colours.quiet, fontFamily: font, hideOverlap: true, formatter: value => compact.format(value) } },
            series,
        };
    }

    // Where deals were and where they are: bands as wide as their amounts.
    function flow(box, bands) {
        const font = getComputedStyle(document.body).fontFamily;
        const isNarrow = box.clientWidth < narrow;
        const colours = { won: colour("up"), open: colour("accent"), gone: colour("down"), level: colour("level"), text: colour("text"), ground: colour("ground") };
        const label = { color: colours.text, fontFamily: font, fontSize: isNarrow ? 10 : 12, textBorderColor: colours.ground, textBorderWidth: 2 };
        const node = (name, isThen, fill) => ({
            name: (isThen ? "then " : "now ") + name, depth: isThen ? 0 : 1, itemStyle: { color: fill, borderWidth: 0 }, link: "",
            label: { ...label, position: isThen ? "left" : "right", formatter: shown => name + (isNarrow ? " " : "  ") + compact.format(shown.value) },
        });
        const ends = new Map(bands.toSorted((a, b) => a.place - b.place).map(band => [band.target, band.fate]));
        return {
            animation: false,
            series: [{
                type: "sankey", left: isNarrow ? 96 : 130, right: isNarrow ? 116 : 160, top: 8, bottom: 8, nodeWidth: 10, nodeGap: 14, layoutIterations: 0, draggable: false,
                data: [...new Set(bands.map(band => band.source))].map(name => node(name, true, colours.level)).concat([...ends].map(([name, fate]) => node(name, false, colours[fate]))),
                links: bands.map(band => ({
                    source: "then " + band.source, target: "now " + band.target, value: band.amount, link: band.link, lineStyle: { color: colours[band.fate], opacity: .32, curveness: .5 },
                })),
            }],
        };
    }

    const kinds = { waterfall, heat, deal, course, weeks, flow };

    function drawChart(box) {
        if (!window.echarts) {
            return;
        }

        const data = JSON.parse(box.querySelector('script[type="application/json"]').textContent);
        box.hidden = false;
        let canvas = box.querySelector(".canvas");
        if (!canvas) {
            canvas = document.createElement("div");
            canvas.className = "canvas";
            canvas.setAttribute("role", "img");
            canvas.setAttribute("aria-label", box.dataset.label);
            box.append(canvas);
            box.parentElement.querySelector("details.same")?.removeAttribute("open");
        }

        const chart = echarts.getInstanceByDom(canvas) ?? echarts.init(canvas, null, { renderer: "svg" });
        const option = kinds[box.dataset.chart](canvas, data);

        // What lights up under the pointer is put on top of the rest: taken out of the page and in again, so that a button pressed just then never clicks.
        option.series.forEach(series => series.emphasis = { disabled: true });
        chart.resize();
        chart.setOption(option, true);
        chart.off("click");
        chart.on("click", event => document.getElementById(event.data?.link ?? data[event.dataIndex]?.link)?.click());
        box.dataset.drawn = "true";
    }

    const drawAll = () => document.querySelectorAll("[data-chart]").forEach(drawChart);

    const pace = 1200;
    let isPlaying = false;
    let step;

    // Follows a link again and again, as long as there is one; at the end it begins anew.
    function play(button) {
        const next = document.getElementById(button.dataset.play);
        const first = document.getElementById(button.dataset.first);
        isPlaying &&= next !== null;
        button.hidden = !window.htmx;
        button.textContent = isPlaying ? "❚❚ Pause" : next ? "▶ Play" : "▶ Play again";
        button.onclick = () => {
            isPlaying = !isPlaying;
            if (next) {
                play(button);
            } else {
                first.click();
            }
        };
        clearTimeout(step);
        if (isPlaying) {
            step = setTimeout(() => document.getElementById(button.dataset.play)?.click(), pace);
        }
    }

    function ready() {
        drawAll();
        isPlaying &&= document.querySelector("[data-play]") !== null;
        document.querySelectorAll("[data-play]").forEach(play);
        document.querySelectorAll("[data-print]").forEach(button => {
            button.hidden = false;
            button.onclick = () => print();
        });
        document.querySelectorAll("[data-slider]").forEach(slide);
    }

    // A slider follows the link of the step that it is left at; on its way it tells which that is.
    function slide(box) {
        const steps = document.querySelectorAll(box.dataset.slider);
        const range = box.querySelector("input");
        box.hidden = false;
        range.oninput = () => {
            range.setAttribute("aria-valuetext", steps[range.value].ariaLabel);
            steps.forEach((step, at) => step.classList.toggle("passing", at === Number(range.value)));
        };
        range.onchange = () => steps[range.value].click();
    }

    let waiting;
    addEventListener("resize", () => {
        clearTimeout(waiting);
        waiting = setTimeout(drawAll, 100);
    });
    matchMedia("print").addEventListener("change", drawAll);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
    document.addEventListener("DOMContentLoaded", ready);
    document.addEventListener("htmx:after:swap", ready);

    // An address without empty fields, as the server would make it.
    document.addEventListener("htmx:config:request", event => {
        const body = event.detail.ctx.request.body;
        if (body instanceof FormData) {
            for (const [name, value] of [...body]) {
                if (value === "") {
                    body.delete(name);
                }
            }
        }
    });

    const offline = isOffline => {
        const notice = document.getElementById("offline");
        if (notice) {
            notice.hidden = !isOffline;
        }
    };
    document.addEventListener("htmx:error", () => offline(true));
    document.addEventListener("htmx:after:request", () => offline(false));

    // Left to itself it begins a moment after the page is there; who goes back in that moment stays where they are.
    window.htmx?.initialize();
})();
