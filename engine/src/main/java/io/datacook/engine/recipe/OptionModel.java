package io.datacook.engine.recipe;

import io.datacook.api.Option;
import io.datacook.api.OptionGroup;
import io.datacook.engine.recipe.Key.Rest;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys an options record takes, read from its components once.
///
/// @param record the record
/// @param parts one for each component, in their order
/// @param keys in the order of the components, those of groups in place, without the component that takes the rest
/// @param rest whose keys are taken besides, [Rest#NONE] for most records
record OptionModel(Class<? extends Record> record, List<Part> parts, List<OptionKey> keys, Rest rest) {
    private static final ClassValue<OptionModel> MODELS = new ClassValue<>() {
        @Override
        protected OptionModel computeValue(Class<?> type) {
            return read(type.asSubclass(Record.class));
        }
    };

    /// What one component takes.
    sealed interface Part {
        /// The value of one key.
        record One(OptionKey key) implements Part {}

        /// A record whose keys stand beside the others, see [OptionGroup].
        record Group(OptionModel model) implements Part {}

        /// The keys that no other component takes.
        record Others(Rest of) implements Part {}
    }

    /// One key.
    ///
    /// @param name as recipes spell it
    /// @param type the component's type
    /// @param required whether a recipe must have it
    /// @param defaultValue as a recipe would spell it, or `null`
    /// @param doc one or two sentences, empty where there are none
    /// @param examples values as a recipe spells them
    /// @param min the least number allowed
    /// @param max the greatest number allowed
    record OptionKey(
            String name,
            Type type,
            boolean required,
            @Nullable String defaultValue,
            String doc,
            List<String> examples,
            long min,
            long max) {}

    /// The model of a record.
    static OptionModel of(Class<? extends Record> record) {
        return MODELS.get(record);
    }

    /// The keys' names.
    List<String> names() {
        return keys.stream().map(OptionKey::name).toList();
    }

    /// Whether a single value stands for the first key.
    static boolean shorthand(Class<?> type) {
        Key key = type.getAnnotation(Key.class);
        return key != null && key.shorthand();
    }

    /// The constructor that takes all components.
    static <C extends Record> Constructor<C> constructor(Class<C> record) {
        Class<?>[] types = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<C> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + record, e);
        }
    }

    private static OptionModel read(Class<? extends Record> record) {
        List<Part> parts = Arrays.stream(record.getRecordComponents())
                .map(OptionModel::part)
                .toList();
        Rest rest = Rest.NONE;
        List<OptionKey> keys = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.One(OptionKey key) -> keys.add(key);
                case Part.Group(OptionModel model) -> keys.addAll(model.keys());
                case Part.Others(Rest of) -> rest = of;
            }
        }
        return new OptionModel(record, parts, List.copyOf(keys), rest);
    }

    private static Part part(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key != null && key.rest() != Rest.NONE) {
            return new Part.Others(key.rest());
        }
        return component.isAnnotationPresent(OptionGroup.class)
                ? new Part.Group(of(component.getType().asSubclass(Record.class)))
                : new Part.One(key(component, key));
    }

    private static OptionKey key(RecordComponent component, @Nullable Key key) {
        Option option = component.getAnnotation(Option.class);
        String defaultValue = option == null || option.defaultValue().isEmpty() ? null : option.defaultValue();
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || List.class == component.getType()
                || java.util.Map.class == component.getType()
                || defaultValue != null;
        return new OptionKey(
                key == null || key.name().isEmpty() ? snakeCase(component.getName()) : key.name(),
                component.getGenericType(),
                !optional,
                defaultValue,
                option == null ? "" : option.value(),
                option == null ? List.of() : List.of(option.examples()),
                key == null ? Long.MIN_VALUE : key.min(),
                key == null ? Long.MAX_VALUE : key.max());
    }

    /// `batchSize` → `batch_size`, the one rule between Java, manifests and recipes.
    static String snakeCase(String camelCase) {
        StringBuilder text = new StringBuilder(camelCase.length() + 4);
        for (int i = 0; i < camelCase.length(); i++) {
            char letter = camelCase.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                if (i > 0) {
                    text.append('_');
                }
                text.append((char) (letter - 'A' + 'a'));
            } else {
                text.append(letter);
            }
        }
        return text.toString();
    }
}
