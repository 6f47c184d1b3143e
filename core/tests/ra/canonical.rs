//! Exclusive canonicalisation: cases of the recommendations, and `xmllint` as an independent opinion.

use ehcert_core::ra::xml::{canonicalize, parse};

use crate::{Folder, run};

fn whole(text: &str) -> String {
    canonicalize(parse(text).unwrap().root_element(), &[])
}

#[test]
fn rules_of_canonical_xml() {
    let rows = [
        // Empty elements, attribute quotes, white space in tags, order of attributes and namespaces.
        ("<?xml version='1.0'?>\n<a  b = '1'\n/>\n", "<a b=\"1\"></a>"),
        ("<a z='1' b='2' a='3'/>", "<a a=\"3\" b=\"2\" z=\"1\"></a>"),
        (
            "<a xmlns:y='urn:1' xmlns:x='urn:2' x:a='1' y:b='2' c='3'/>",
            "<a xmlns:x=\"urn:2\" xmlns:y=\"urn:1\" c=\"3\" y:b=\"2\" x:a=\"1\"></a>",
        ),
        // Attributes sort by URI, then local name; xml: is never declared.
        ("<a xml:lang='nl' b='1' xml:space='preserve'/>", "<a b=\"1\" xml:lang=\"nl\" xml:space=\"preserve\"></a>"),
        // Text: line ends, references, CDATA, escapes.
        ("<a>x\r\ny\rz&#13;&#x9;<![CDATA[<&>]]>&gt;'\"</a>", "<a>x\ny\nz&#xD;\t&lt;&amp;&gt;&gt;'\"</a>"),
        ("<a b='&#9;&#10;&#13;&lt;&amp;&gt;&quot;&apos;\t\n'/>", "<a b=\"&#x9;&#xA;&#xD;&lt;&amp;>&quot;'  \"></a>"),
        // Comments are dropped, processing instructions stay.
        ("<a><!-- c --><?p  q ?><?r?>1<!-- -->2</a>", "<a><?p q ?><?r?>12</a>"),
        ("<a>é\u{1F511}\u{A0}</a>", "<a>é\u{1F511}\u{A0}</a>"),
        // Namespaces: only what is visibly used, where it is used first, once in scope.
        (
            "<a xmlns:n='urn:n' xmlns:u='urn:u'><n:b><n:c/></n:b><n:d/></a>",
            "<a><n:b xmlns:n=\"urn:n\"><n:c></n:c></n:b><n:d xmlns:n=\"urn:n\"></n:d></a>",
        ),
        (
            "<n:a xmlns:n='urn:1'><n:b xmlns:n='urn:2'><n:c xmlns:n='urn:1'/></n:b></n:a>",
            "<n:a xmlns:n=\"urn:1\"><n:b xmlns:n=\"urn:2\"><n:c xmlns:n=\"urn:1\"></n:c></n:b></n:a>",
        ),
        // The default namespace, taken back and given again; not taken back where it never was.
        ("<a xmlns='urn:1'><b xmlns=''><c/></b></a>", "<a xmlns=\"urn:1\"><b xmlns=\"\"><c></c></b></a>"),
        ("<a xmlns=''><b/></a>", "<a><b></b></a>"),
        (
            "<n:a xmlns:n='urn:n' xmlns='urn:1'><b/><n:c><b/></n:c></n:a>",
            "<n:a xmlns:n=\"urn:n\"><b xmlns=\"urn:1\"></b><n:c><b xmlns=\"urn:1\"></b></n:c></n:a>",
        ),
        // Two prefixes of one namespace keep their own spelling.
        (
            "<p:a xmlns:p='urn:1' xmlns:q='urn:1'><q:b p:x='1'/></p:a>",
            "<p:a xmlns:p=\"urn:1\"><q:b xmlns:q=\"urn:1\" p:x=\"1\"></q:b></p:a>",
        ),
        ("<a xmlns:n='urn:&amp;&quot;1'><n:b/></a>", "<a><n:b xmlns:n=\"urn:&amp;&quot;1\"></n:b></a>"),
    ];
    for (input, expected) in rows {
        assert_eq!(whole(input), expected, "{input}");
        assert_eq!(whole(expected), expected, "canonical form is a fixed point: {input}");
    }
}

#[test]
fn a_part_does_not_depend_on_where_it_stands() {
    // Exclusive XML Canonicalization 1.0, 2.2: the same element in two contexts.
    let expected = "<n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\">\n\
                    <n3:stuff xmlns:n3=\"ftp://example.org\"></n3:stuff>\n</n1:elem2>";
    let element = "<n1:elem2 xmlns:n1='http://example.net' xml:lang='en'>\n\
                   <n3:stuff xmlns:n3='ftp://example.org'/>\n</n1:elem2>";
    for context in [
        format!("<n0:pdu xmlns:n0='http://a.example'>{element}</n0:pdu>"),
        format!("<n2:pdu xmlns:n1='http://x' xmlns:n2='http://y' xml:lang='fr' xml:space='retain'>{element}</n2:pdu>"),
    ] {
        let document = parse(&context).unwrap();
        let part = document.root_element().first_element_child().unwrap();
        assert_eq!(canonicalize(part, &[]), expected);
    }
}

#[test]
fn prefixes_of_the_list_are_written_where_they_are_in_scope() {
    let text = "<a xmlns='urn:d' xmlns:n='urn:n' xmlns:m='urn:m'><b xmlns:m='urn:m2'><n:c xmlns=''/></b></a>";
    let document = parse(text).unwrap();
    let root = document.root_element();
    assert_eq!(
        canonicalize(root, &["m", "absent", "xml"]),
        "<a xmlns=\"urn:d\" xmlns:m=\"urn:m\"><b xmlns:m=\"urn:m2\"><n:c xmlns:n=\"urn:n\"></n:c></b></a>"
    );
    assert_eq!(
        canonicalize(root, &["#default"]),
        "<a xmlns=\"urn:d\"><b><n:c xmlns=\"\" xmlns:n=\"urn:n\"></n:c></b></a>"
    );
}

#[test]
fn xmllint_agrees() {
    let folder = Folder::new("canonical");
    let rows = [
        "<a xmlns='urn:1' xmlns:p='urn:p' xmlns:q='urn:p' z='1' q:y='2' p:b='3'><p:b xmlns=''><c/></p:b>t\r\n&#13;</a>",
        "<p:a xmlns:p='urn:1'><?pi  data?><b xmlns:p='urn:2' p:c='\t&#9;&#10;'><p:d/><![CDATA[ <&]]> ]]&gt; </b></p:a>",
        "<a xml:lang='fr' xmlns:z='urn:a' xmlns:b='urn:z' z:x='1' b:a='2' a='3'><b xml:lang='' z:q='é&amp;\u{1F511}'/></a>",
        "<s:E xmlns:s='urn:s' xmlns:u='urn:u'><s:B><u:x u:Id='1' Id='2'><y xmlns='urn:y'><u:z xmlns:u='urn:u'/></y></u:x></s:B></s:E>",
    ];
    for text in rows {
        let file = folder.write("input.xml", text);
        let Some(output) = run("xmllint", &["--nonet", "--exc-c14n", &file]) else { return };
        assert!(output.status.success(), "{text}");
        assert_eq!(whole(text), String::from_utf8(output.stdout).unwrap(), "{text}");
    }
}
