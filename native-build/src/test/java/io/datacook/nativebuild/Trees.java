package io.datacook.nativebuild;

import io.datacook.nativebuild.Reachability.Use;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Classes that Jackson makes or reads: those whose constant stands in a method that asks it to, and what they hold.
///
/// Read from class files: services' classes cannot be loaded here, their libraries are absent.
final class Trees {
    private static final Set<String> BINDING =
            Set.of("readValue", "treeToValue", "convertValue", "valueToTree", "writeValueAsString", "readerFor");
    private static final Pattern NAMED = Pattern.compile("Lio/datacook/[\\w/$]+");

    private final Map<String, ClassModel> types = new HashMap<>();

    /// Looks at more classes.
    void add(ClassModel type) {
        types.put(type.thisClass().asInternalName(), type);
    }

    /// Describes what is bound, each class with the module that owns it.
    void describe(java.util.function.Function<String, Reachability> modules) {
        Set<String> bound = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>();
        types.values().stream()
                .flatMap(type -> type.methods().stream())
                .forEach(method -> open.addAll(bindings(method)));
        while (!open.isEmpty()) {
            String name = open.pop();
            ClassModel type = types.get(name);
            if (type != null && bound.add(name)) {
                open.addAll(held(type));
            }
        }
        for (String name : bound) {
            String type = name.replace('/', '.');
            modules.apply(ClassPathEntry.module(type)).type(type, Use.MADE, Use.CALLED, Use.READ);
        }
    }

    private static Set<String> bindings(MethodModel method) {
        Set<String> constants = new TreeSet<>();
        boolean binds = false;
        for (CodeElement element : method.code().map(code -> code.elementList()).orElse(java.util.List.of())) {
            binds |= element instanceof InvokeInstruction call
                    && call.owner().asInternalName().startsWith("com/fasterxml/jackson/databind/")
                    && BINDING.contains(call.name().stringValue());
            if (element instanceof ConstantInstruction.LoadConstantInstruction load
                    && load.constantEntry() instanceof ClassEntry type
                    && type.asInternalName().startsWith("io/datacook/")) {
                constants.add(type.asInternalName());
            }
        }
        return binds ? constants : Set.of();
    }

    private static Set<String> held(ClassModel type) {
        Set<String> held = new TreeSet<>();
        type.findAttribute(Attributes.record()).ifPresent(record -> {
            for (RecordComponentInfo component : record.components()) {
                names(component.descriptor().stringValue(), held);
                component
                        .findAttribute(Attributes.signature())
                        .ifPresent(signature -> names(signature.signature().stringValue(), held));
            }
        });
        return held;
    }

    private static void names(String signature, Set<String> names) {
        Matcher named = NAMED.matcher(signature);
        while (named.find()) {
            names.add(named.group().substring(1));
        }
    }
}
