package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2, and so JSON, into nodes with places, within limits.
///
/// Composes nodes from parser events itself, because the library's composer knows no limits and forgets where
/// duplicate keys stand. One reader reads one file.
final class YamlReader {
    /// A file of at most this many bytes is read.
    static final int BYTES_MAX = 10 << 20;

    /// Nodes of a file after aliases are expanded.
    static final int NODES_MAX = 100_000;

    /// Mappings and lists inside each other.
    static final int DEPTH_MAX = 64;

    private static final String MERGE_KEY = "<<";

    private final String file;
    private final List<RecipeProblem> problems = new ArrayList<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(String file) {
        this.file = file;
    }

    /// What a file holds.
    ///
    /// @param documents all that are not empty, or none after a problem that ended reading
    /// @param problems everything wrong with its form
    record Documents(List<ConfigNode> documents, List<RecipeProblem> problems) {}

    /// Reads a whole file. Never throws: what is wrong becomes a problem.
    ///
    /// @param file its name for places
    static Documents read(String file, byte[] bytes) {
        YamlReader reader = new YamlReader(file);
        List<ConfigNode> documents = new ArrayList<>();
        String text = "";
        try {
            text = reader.decode(bytes);
            reader.compose(text, documents);
        } catch (Stop stop) {
            documents.clear();
            reader.problems.add(stop.problem);
        } catch (YamlEngineException e) {
            documents.clear();
            reader.problems.add(YamlErrors.problem(file, text, e));
        }
        return new Documents(documents, reader.problems);
    }

    private String decode(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new Stop(new RecipeProblem(
                    Rule.LIMIT,
                    Place.of(file),
                    "the file has %,d bytes; a recipe has at most %,d".formatted(bytes.length, BYTES_MAX)));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return JsonTabs.toSpaces(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new Stop(
                    new RecipeProblem(Rule.SYNTAX, Place.of(file), "the file is not UTF-8", "Save it as UTF-8."));
        }
    }

    private void compose(String text, List<ConfigNode> documents) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(BYTES_MAX)
                .setLabel(file)
                .build();
        Iterator<Event> events = new Parse(settings).parseString(text).iterator();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> anchors.clear();
                case Scalar, MappingStart, SequenceStart, Alias -> {
                    ConfigNode document = node(event, events, 1);
                    if (!(document instanceof Scalar scalar && scalar.kind() == Kind.NULL)) {
                        documents.add(document);
                    }
                }
                case StreamStart, StreamEnd, DocumentEnd, Comment, MappingEnd, SequenceEnd -> {}
            }
        }
    }

    private ConfigNode node(Event event, Iterator<Event> events, int depth) {
        Place place = place(event);
        if (depth > DEPTH_MAX) {
            throw new Stop(new RecipeProblem(
                    Rule.LIMIT, place, "mappings and lists are more than %d deep".formatted(DEPTH_MAX), "Nest less."));
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, place);
        }
        int before = nodes;
        count(1, place);
        Anchor anchor = ((NodeEvent) event).getAnchor().orElse(null);
        if (anchor != null) {
            anchors.put(anchor.getValue(), new Anchored(null, 0));
        }
        ConfigNode node =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar, place);
                    case MappingStartEvent mapping -> mapping(mapping, events, place, depth);
                    case SequenceStartEvent sequence -> sequence(sequence, events, place, depth);
                    default -> throw new IllegalStateException("a node cannot start with " + event);
                };
        if (anchor != null) {
            anchors.put(anchor.getValue(), new Anchored(node, nodes - before));
        }
        return node;
    }

    private ConfigNode alias(AliasEvent alias, Place place) {
        String name = alias.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw new Stop(new RecipeProblem(
                    Rule.SYNTAX,
                    place,
                    "the alias *%s has no anchor &%s before it".formatted(name, name),
                    suggestion(name)));
        }
        if (anchored.node == null) {
            throw new Stop(new RecipeProblem(
                    Rule.SYNTAX,
                    place,
                    "the alias *%s stands inside its own anchor &%s".formatted(name, name),
                    "Write the value out."));
        }
        count(anchored.size, place);
        return anchored.node;
    }

    private String suggestion(String alias) {
        String near = DidYouMean.suggest(alias, anchors.keySet());
        return near == null
                ? "Put &%s in front of the value it stands for, or write the value out.".formatted(alias)
                : near;
    }

    private ConfigNode sequence(SequenceStartEvent start, Iterator<Event> events, Place place, int depth) {
        tagged(start.getTag().orElse(null), place);
        List<ConfigNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, events, depth + 1));
        }
        return new Sequence(items, place);
    }

    private ConfigNode mapping(MappingStartEvent start, Iterator<Event> events, Place place, int depth) {
        tagged(start.getTag().orElse(null), place);
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, Entry> merged = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Place keyPlace = place(event);
            ConfigNode key = node(event, events, depth + 1);
            ConfigNode value = node(events.next(), events, depth + 1);
            if (!(key instanceof Scalar name)) {
                problems.add(new RecipeProblem(
                        Rule.SYNTAX,
                        keyPlace,
                        "a key is %s".formatted(key.describe()),
                        "Put templates in quotes: \"{{ … }}\"."));
            } else if (name.text().equals(MERGE_KEY)) {
                mergeBelow(merged, value);
            } else {
                Entry entry = new Entry(name.text(), keyPlace, value);
                Entry first = entries.putIfAbsent(name.text(), entry);
                if (first != null) {
                    problems.add(new RecipeProblem(
                            Rule.DUPLICATE_KEY,
                            keyPlace,
                            "the key '%s' is there twice, first at %s".formatted(name.text(), first.place()),
                            "Remove one of them."));
                }
            }
        }
        merged.forEach(entries::putIfAbsent);
        return new Mapping(List.copyOf(entries.values()), place);
    }

    /// `<<: *defaults` or a list of them: the mapping's own keys win, then earlier ones.
    private void mergeBelow(Map<String, Entry> merged, ConfigNode value) {
        switch (value) {
            case Mapping mapping -> mapping.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
            case Sequence sequence
            when sequence.items().stream().allMatch(Mapping.class::isInstance) ->
                sequence.items().forEach(item -> mergeBelow(merged, item));
            case Sequence _, Scalar _ ->
                problems.add(new RecipeProblem(
                        Rule.WRONG_TYPE,
                        value.place(),
                        "'<<' takes a mapping or a list of mappings, not %s".formatted(value.describe()),
                        "Write <<: *anchor, or use extends."));
        }
    }

    private Scalar scalar(ScalarEvent event, Place place) {
        String tag = event.getTag().orElse(null);
        if ("tag:yaml.org,2002:str".equals(tag)) {
            return Scalar.text(event.getValue(), place);
        }
        tagged(tag, place);
        Kind kind = event.isPlain() ? ScalarKinds.of(event.getValue()) : Kind.TEXT;
        return new Scalar(event.getValue(), kind, place);
    }

    private void tagged(@Nullable String tag, Place place) {
        if (tag != null && !tag.equals("!")) {
            problems.add(new RecipeProblem(
                    Rule.SYNTAX,
                    place,
                    "the tag '%s' is not part of recipes".formatted(tag.replace("tag:yaml.org,2002:", "!!")),
                    "Leave the tag out; secrets are written ${env:NAME} or ${file:path}."));
        }
    }

    private void count(int more, Place place) {
        nodes += more;
        if (nodes > NODES_MAX) {
            throw new Stop(new RecipeProblem(
                    Rule.LIMIT,
                    place,
                    "the file has more than %,d values, aliases counted as often as they are used"
                            .formatted(NODES_MAX)));
        }
    }

    private Place place(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElseGet(() -> Place.of(file));
    }

    /// An anchor's node with its nodes counted; without a node while it is being read.
    private record Anchored(@Nullable ConfigNode node, int size) {}

    /// Reading cannot go on.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RecipeProblem problem;

        Stop(RecipeProblem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }
    }
}
