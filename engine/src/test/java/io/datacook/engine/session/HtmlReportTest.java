package io.datacook.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Reject;
import io.datacook.engine.run.RunReport;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String html(RunReport report, RejectSamples rejects) {
        List<Throughput.Point> points = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            points.add(new Throughput.Point(
                    Duration.ofMillis(i * 100L), i * 1000L + i % 3 * 400L, (i - i % 5) * 1000L, i));
        }
        return new HtmlReport(Sessions.start("run-1"), report, 93 << 20, points, rejects).text();
    }

    @Test
    void tellsTotalsStreamsStagesErrorsAndTheRecipe() {
        // Given
        RunReport report = Sessions.report(
                "run-1", Sessions.stream("customers", null), Sessions.stream("orders", Sessions.failure()));

        // When
        String html = html(report, new RejectSamples());

        // Then
        assertThat(html)
                .contains("<span class=\"badge failed\">failed</span>")
                .contains("Stream orders failed", "DC202", "check host and port in connections.yaml")
                .contains("out/customers", "2,000", "93.0 MiB", "rename_columns", "${env:SHOP}")
                .contains("<svg", "updated_at ≤ 2026-11-20");
    }

    @Test
    void needsNothingFromOutside() {
        // When
        String html = html(Sessions.report("run-1", Sessions.stream("orders", null)), new RejectSamples());

        // Then
        assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
    }

    @Test
    void whatTheDataSaysIsNeverMarkup() {
        // Given
        RejectSamples rejects = new RejectSamples();
        rejects.add(
                "orders",
                List.of(new Reject(
                        "read", "<b>place", "<i>", "\"'&", "<script>alert(1)</script>", "\u0000<img src=x>")));

        // When
        String html = html(Sessions.report("run-1", Sessions.stream("orders", Sessions.failure())), rejects);

        // Then
        assertThat(html)
                .contains("&lt;script&gt;alert(1)", "&quot;&#39;&amp;", "refused &lt;the&gt; connection")
                .doesNotContain("<script", "<img", "<b>place", "\u0000");
    }

    @Test
    void isWellFormed() throws Exception {
        // Given
        RejectSamples rejects = new RejectSamples();
        rejects.add("orders", List.of(Sessions.reject(7)));

        // When
        String html = html(Sessions.report("run-1", Sessions.stream("orders", Sessions.failure())), rejects);

        // Then: read as XML, but for the elements HTML leaves open
        String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<(meta|br)([^>]*)>", "<$1$2/>");
        org.w3c.dom.Document document = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new StringReader(xml)));
        assertThat(document.getElementsByTagName("table").getLength())
                .isEqualTo(document.getElementsByTagName("caption").getLength())
                .isGreaterThan(3);
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    }

    @Test
    void everyLineOfTheChartStaysInItsFrame() {
        // When
        String html = html(Sessions.report("run-1", Sessions.stream("orders", null)), new RejectSamples());

        // Then
        Pattern.compile("points=\"([^\"]*)\"").matcher(html).results().forEach(match -> {
            for (String point : match.group(1).strip().split(" ", -1)) {
                assertThat(Double.parseDouble(point.split(",", -1)[0])).isBetween(70.0, 924.0);
                assertThat(Double.parseDouble(point.split(",", -1)[1])).isBetween(14.0, 222.0);
            }
        });
    }

    @Test
    void anEmptyRunHasAReportToo() {
        assertThat(html(Sessions.report("run-1"), new RejectSamples())).contains("of 0 rows");
    }
}
