package io.datacook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/// A Lua machine that runs a script as Argo CD does: the resource is the global `obj`, the script's value the answer.
final class LuaMachine {
    private LuaMachine() {}

    /// Runs a script on a resource.
    static LuaValue run(String script, JsonNode resource) {
        Globals globals = JsePlatform.standardGlobals();
        globals.set("obj", value(resource));
        return globals.load(script, "script").call();
    }

    private static LuaValue value(JsonNode node) {
        if (node.isObject()) {
            LuaTable table = new LuaTable();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                table.set(field.getKey(), value(field.getValue()));
            }
            return table;
        }
        if (node.isArray()) {
            LuaTable table = new LuaTable();
            for (int i = 0; i < node.size(); i++) {
                table.set(i + 1, value(node.get(i)));
            }
            return table;
        }
        if (node.isBoolean()) {
            return LuaValue.valueOf(node.booleanValue());
        }
        if (node.isIntegralNumber()) {
            return LuaValue.valueOf(node.intValue());
        }
        return node.isNull() ? LuaValue.NIL : LuaValue.valueOf(node.asText());
    }
}
