package io.datacook.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClosestTest {
    private static final List<String> COLUMNS = List.of("order_id", "order_date", "customer", "id");

    @Test
    void findsTheNameWithTheFewestEdits() {
        assertThat(Closest.to("oder_date", COLUMNS)).isEqualTo("order_date");
        assertThat(Closest.to("ORDER_ID", COLUMNS)).isEqualTo("order_id");
        assertThat(Closest.to("cutsomer", COLUMNS)).isEqualTo("customer");
        assertThat(Closest.to("di", COLUMNS)).isEqualTo("id");
    }

    @Test
    void staysSilentWhereNothingIsNear() {
        assertThat(Closest.to("amount", COLUMNS)).isNull();
        assertThat(Closest.to("x".repeat(10_000), COLUMNS)).isNull();
        assertThat(Closest.to("x", List.of())).isNull();
    }

    @Test
    void listsWhatIsKnownAndAsks() {
        assertThat(Closest.describe("custmer", COLUMNS))
                .isEqualTo("Known: order_id, order_date, customer, id. Did you mean 'customer'?");
        assertThat(Closest.describe("amount", COLUMNS)).isEqualTo("Known: order_id, order_date, customer, id.");
        assertThat(Closest.describe("amount", List.of())).isEqualTo("There is none.");
    }

    @Test
    void cutsLongLists() {
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "column" + i).toList();

        assertThat(Closest.describe("zzz", many))
                .contains("column39 and 60 more.")
                .doesNotContain("column40");
    }
}
