package io.datacook.nativebuild;

import io.datacook.api.Connector;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceRole;
import io.datacook.api.StateRole;
import io.datacook.api.StepType;
import io.datacook.engine.recipe.Catalog;
import io.datacook.nativebuild.Library.Grant;
import io.datacook.nativebuild.Reachability.Use;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Derives what native executables must be told, for each module that keeps its own part.
///
/// Five rules: options records and what they hold; classes that Jackson binds; services and their providers; resources;
/// the table of libraries.
final class Rules {
    /// Where the recipe language's own records are nested; the engine binds them as it binds options.
    static final String LANGUAGE = "io.datacook.engine.recipe.Language";

    /// Records outside of the catalog that are bound too.
    static final List<String> BOUND = List.of("io.datacook.engine.asset.Asset");

    private final SortedMap<String, Reachability> modules = new TreeMap<>();
    private final Set<Class<?>> seen = new LinkedHashSet<>();

    private Rules() {}

    /// Everything, by module.
    static SortedMap<String, Reachability> derive(Catalog catalog, List<ClassPathEntry> classPath) {
        Rules rules = new Rules();
        rules.options(catalog);
        Trees trees = new Trees();
        for (ClassPathEntry entry : classPath) {
            String module = entry.module();
            if (module != null) {
                entry.models().forEach(trees::add);
                rules.services(entry, module);
                rules.resources(entry, module);
            }
            for (Library library : Library.ALL) {
                if (entry.name().startsWith(library.jar() + "-")) {
                    rules.library(entry, library);
                }
            }
        }
        trees.describe(rules::of);
        rules.signals("engine");
        rules.modules.values().removeIf(Reachability::isEmpty);
        return rules.modules;
    }

    /// What a catalog's options hold, without the rest: for a test that plants one.
    static SortedMap<String, Reachability> ofOptions(Catalog catalog) {
        Rules rules = new Rules();
        rules.options(catalog);
        return rules.modules;
    }

    private void options(Catalog catalog) {
        for (Connector connector : catalog.connectors()) {
            SourceRole<?> source = connector.source();
            DestinationRole<?> destination = connector.destination();
            StateRole<?> state = connector.state();
            visit(source == null ? null : source.options());
            visit(destination == null ? null : destination.options());
            visit(state == null ? null : state.options());
        }
        for (StepType<?> step : catalog.stepTypes()) {
            visit(step.options());
        }
        for (Class<?> record : ClassPathEntry.type(LANGUAGE).getDeclaredClasses()) {
            visit(record);
        }
        BOUND.forEach(name -> visit(ClassPathEntry.type(name)));
    }

    private void visit(@Nullable Type type) {
        switch (type) {
            case null -> {}
            case ParameterizedType generic -> {
                visit(generic.getRawType());
                Arrays.stream(generic.getActualTypeArguments()).forEach(this::visit);
            }
            case WildcardType wildcard ->
                Arrays.stream(wildcard.getUpperBounds()).forEach(this::visit);
            case Class<?> plain -> visitClass(plain);
            default -> throw new IllegalStateException("options cannot have components of " + type);
        }
    }

    private void visitClass(Class<?> type) {
        if (!type.getName().startsWith("io.datacook.") || !seen.add(type)) {
            return;
        }
        if (type.isRecord()) {
            of(type).type(type.getName(), Use.MADE, Use.READ);
            for (RecordComponent component : type.getRecordComponents()) {
                visit(component.getGenericType());
            }
        } else if (type.isEnum()) {
            of(type).type(type.getName(), Use.READ);
        }
    }

    private void services(ClassPathEntry entry, String module) {
        entry.services().forEach((service, providers) -> {
            of(module).resource("META-INF/services/" + service);
            providers.forEach(provider -> of(module).type(provider, Use.MADE));
        });
    }

    private void resources(ClassPathEntry entry, String module) {
        entry.resources().forEach(of(module)::resource);
    }

    private void library(ClassPathEntry entry, Library library) {
        Reachability module = of(library.module());
        for (Grant grant : library.grants()) {
            if (grant.isOfTheJdk()) {
                module.type(grant.types(), grant.uses());
            }
            entry.classes().filter(grant::matches).forEach(type -> module.type(type, grant.uses()));
        }
        library.resources().forEach(module::resource);
    }

    /// The engine's `Signals`: the JDK's class and its handler, by their names.
    private void signals(String module) {
        Reachability reachability = of(module);
        reachability.type("sun.misc.Signal", Use.MADE, Use.CALLED);
        reachability.type("sun.misc.SignalHandler", Use.CALLED);
        reachability.proxy("sun.misc.SignalHandler");
    }

    private Reachability of(Class<?> type) {
        return of(ClassPathEntry.module(type.getName()));
    }

    private Reachability of(String module) {
        return modules.computeIfAbsent(module, absent -> new Reachability());
    }
}
