/** The octets of a file: as a tree, in hexadecimal, and as PEM. */
import { useMemo } from "preact/hooks";
import { dump, pem, tree, type Node } from "./der";
import { Copy, useSay } from "./ui";

/** What is shown of a long file: more makes a page slow and nobody reads it. */
const MAX_SHOWN = 16 << 10;

function Branch({ node, depth }: { node: Node; depth: number }) {
  const place = <span class="place">{node.offset}+{node.length}</span>;
  if (node.children.length === 0) {
    return (
      <li>
        <span class="tag">{node.label}</span> <span class="value">{node.value}</span> {place}
      </li>
    );
  }
  return (
    <li>
      <details open={depth < 6}>
        <summary>
          <span class="tag">{node.label}</span> {place}
        </summary>
        <ul>
          {node.children.map((child) => (
            <Branch node={child} depth={depth + 1} />
          ))}
        </ul>
      </details>
    </li>
  );
}

export function Octets({ bytes, label }: { bytes: Uint8Array; label: string }) {
  const say = useSay();
  const nodes = useMemo(() => tree(bytes), [bytes]);
  const shown = bytes.subarray(0, MAX_SHOWN);
  const whole = pem(label, bytes);
  const cut = bytes.length > MAX_SHOWN;
  return (
    <>
      {nodes && (
        <details class="octets" open>
          <summary>{say("tree")}</summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={say("tree")}>
            <ul class="tree">
              {nodes.map((node) => (
                <Branch node={node} depth={0} />
              ))}
            </ul>
          </div>
        </details>
      )}
      <details class="octets">
        <summary>{say("hex")}</summary>
        <pre tabIndex={0} role="region" aria-label={say("hex")}>
          {dump(shown)}
          {cut && `\n${say("truncated")}`}
        </pre>
      </details>
      <details class="octets">
        <summary>{say("pem")}</summary>
        <pre tabIndex={0} role="region" aria-label={say("pem")} data-pem>
          {cut ? `${whole.slice(0, MAX_SHOWN)}\n${say("truncated")}` : whole}
        </pre>
        <p>
          <Copy content={whole} />
        </p>
      </details>
    </>
  );
}
