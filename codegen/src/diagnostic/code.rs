//! Every finding there is: its number, how bad it is, and what it means.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The run fails.
    Error,
    /// The run goes on, with less than the input asks for.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The severity as a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a finding says about the output: what is generated and what is reported make up the whole input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It is as the input asks for.
    Whole,
    /// Something has a type that says less than the input does, and loses nothing.
    Degraded,
    /// Something is in no part of it.
    LeftOut,
}

/// Makes the enumeration and its table from one list, so that no finding can be without its text.
macro_rules! codes {
    ($($name:ident = $number:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
        /// Which finding it is. The numbers never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Code {
            $(#[doc = $title] $name = $number,)*
        }

        impl Code {
            /// Every finding there is, by number.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            const fn entry(self) -> (Severity, &'static str, &'static str) {
                match self {
                    $(Self::$name => (Severity::$severity, $title, $explanation),)*
                }
            }
        }
    };
}

// The hundreds: 0 text, 1 definitions, 2 what refers to what, 3 meaning, 4 names, 5 configuration, 6 output.
codes! {
    NotUtf8 = 1, Error, "The input is not UTF-8.",
        "Inputs are text in UTF-8. Another encoding, such as UTF-16, has to be converted first; a binary file is not an \
         input at all.";
    Syntax = 2, Error, "The text is neither YAML nor JSON.",
        "The text breaks a rule of its notation at the place that is shown. Often the cause stands a little before it: an \
         indentation that does not fit, a quote or a bracket that is not closed, a tab in front of a key.";
    DuplicateKey = 3, Error, "A key stands twice in one object.",
        "A key may stand once in an object. Readers disagree on which of two values counts, so that neither is taken. \
         Remove one of them.";
    TooDeep = 4, Error, "The document is nested too deeply.",
        "Documents may be nested to a fixed depth, which is far beyond what an API server accepts. It keeps a hostile \
         input from exhausting the memory.";
    TooLarge = 5, Error, "The document is too large.",
        "The number of bytes and of values in an input is limited. The limits are far beyond the largest documents that \
         are published; they keep a hostile input from exhausting the memory.";
    AliasBudget = 6, Error, "The aliases of the document expand to too much.",
        "An alias stands for a copy of what its anchor names. A short text can stand for an enormous document in this \
         way, so that the sum of the copies is limited. Write the values out, or use fewer aliases.";
    BadAlias = 7, Error, "An alias or merge key does not name a value that can be used there.",
        "An alias must name an anchor that is complete and stands before it in the same document. The key `<<` takes an \
         object, or a list of objects, whose members are added where they are not given.";
    BadKey = 8, Error, "A key is not text.",
        "The keys of an object must be text. Numbers and booleans are taken by their text; null, lists and objects cannot \
         be keys.";
    BadTag = 9, Error, "A tag does not fit its value.",
        "Only the tags of the YAML core schema are understood: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and \
         `!!map`. Their value must have that type. Remove other tags.";
    BadNumber = 10, Error, "A number has no JSON value.",
        "JSON has no infinity, no not-a-number, and numbers beyond the range of a 64-bit float are read as such by nearly \
         every program. Write the text in quotes, or another number.";
    InexactNumber = 11, Warning, "A number is too large to be exact.",
        "Integers beyond 64 bits are read as floating-point numbers, as an API server does it. This one changes by that: \
         what is used is the nearest number that there is.";
    AmbiguousScalar = 12, Warning, "A plain scalar that YAML 1.1 and YAML 1.2 read differently.",
        "Kubernetes reads YAML by the rules of version 1.1, where `yes`, `no`, `on`, `off`, `y` and `n` are booleans and \
         a number that starts with 0 is octal. Version 1.2 takes the words for text and the number for decimal. The \
         scalar is read as Kubernetes reads it. Put it in quotes if it is text, or write `true`, `false` or the number \
         without the zero.";
    ForeignTag = 13, Warning, "A tag is ignored.",
        "A tag that is not one of the YAML core schema says nothing here. The value is read without it; a scalar is text, as \
         Kubernetes reads it.";
    MissingInput = 15, Error, "An input does not exist.",
        "An input is a file, a folder, a pattern such as `spec/*.yaml`, or `-` for the standard input. Paths in a \
         configuration are from its folder, others from the current one.";
    UnreadableInput = 16, Error, "An input cannot be read.",
        "The system refused it for the reason that is given.";
    BadPattern = 17, Error, "An input is no pattern.",
        "An input that no file is named like is taken for a pattern if it holds `*`, `?` or `[`. `*` stands for any text \
         within a name, `**` for any folders, `?` for one character, `[abc]` for one of these, `[!abc]` for any other.";
    NothingMatched = 18, Error, "An input stands for no file.",
        "No file matches the pattern, or the folder holds no file whose name ends with .yaml, .yml or .json. Hidden files \
         and folders are left out, and so are generated files.";
    NoCluster = 19, Error, "kubectl gave no definition.",
        "`--from-kubectl` asks a cluster by running your own `kubectl`, with the context, the user and the configuration that \
         it has by itself. It has to be installed, to reach the cluster, and to be allowed to read the definitions.";
    NoDocuments = 20, Warning, "An input holds nothing.",
        "The input is empty, or holds nothing but comments and empty documents.";
    NoDefinitions = 21, Warning, "An input holds no definition.",
        "The input was read, but it describes no API. Is it the right file?";
    OtherKind = 22, Note, "An object of another kind is skipped.",
        "The object is a Kubernetes object, but not a CustomResourceDefinition. Files often hold both; the others describe \
         no API.";
    OpenApi = 23, Warning, "An OpenAPI document of a version that is not read.",
        "OpenAPI 3.0 and 3.1 and Swagger 2.0 are read. The document says that it is of another version, and was left out.";
    UnknownDocument = 24, Error, "The document is of no known kind.",
        "A document is recognised by its `apiVersion` and `kind`. This one is not a Kubernetes object, nor an OpenAPI \
         document, which has a member `openapi` or `swagger`.";
    NothingToRead = 25, Error, "The inputs hold no definition.",
        "There is nothing to generate from. Give files that hold CustomResourceDefinitions or OpenAPI documents.";

    Missing = 101, Error, "Something required is missing.",
        "The API server refuses a definition without this member, or cannot give it a meaning.";
    WrongType = 102, Error, "A value has the wrong type.",
        "The member has a meaning, and the type of its value is fixed by it.";
    BadValue = 103, Error, "A value is not one of those that are allowed here.",
        "The member takes only certain values.";
    OldDefinition = 104, Error, "A definition in a form that is no longer served.",
        "CustomResourceDefinitions of `apiextensions.k8s.io/v1beta1` have not been served since Kubernetes 1.22. Convert \
         the definition to `apiextensions.k8s.io/v1`.";
    SchemaTooDeep = 105, Error, "Schemas are nested too deeply.",
        "The nesting of schemas is limited, far beyond what an API server accepts.";
    DuplicateVersion = 106, Error, "A version is defined twice.",
        "The names of the versions of a definition must differ.";
    StorageVersion = 107, Error, "Not exactly one version is the storage version.",
        "An API server keeps objects in one version. Exactly one version of a definition must have `storage: true`.";
    NameMismatch = 108, Warning, "The name of a definition is not its plural and its group.",
        "An API server accepts a definition only if `metadata.name` is `spec.names.plural`, a dot, and `spec.group`.";
    NoSchema = 109, Warning, "A version has no schema.",
        "An API server demands a schema of every version. Without one nothing is known of the objects: they are read as \
         any JSON object.";

    Keyword = 121, Warning, "A keyword has a value that it cannot have.",
        "The keyword says nothing with this value, or something else than what was meant. Where the meaning is beyond doubt, as \
         with `String` for `string`, it is taken; otherwise the keyword is ignored.";
    DuplicateOperation = 122, Warning, "Two operations have the same `operationId`.",
        "The names of operations must differ in a document. The first keeps its name; the other is named after its method and \
         path.";
    PathParameters = 123, Warning, "The parameters of a path are not those that the operation describes.",
        "Each `{name}` of a path must be described by a parameter with `in: path`. One that is not described is taken for a \
         text. One that is described and is not in the path can go nowhere, and is left out.";
    DuplicateParameter = 124, Warning, "A parameter is described twice.",
        "A parameter is known by its name and by where it goes. The first description is used.";
    DocumentPart = 125, Warning, "A part of a document is not what it must be.",
        "The part that is shown has no meaning, such as a parameter without a name or a response for a status that there is \
         not. It is left out.";
    UnknownScheme = 126, Warning, "A security scheme is asked for and not described.",
        "An operation demands a scheme that the document does not describe under its security schemes, so that nothing is known \
         of it. The demand is left out.";

    SameDefinition = 201, Note, "A definition is given more than once.",
        "Two inputs hold the same definition, and they do not differ. It is used once.";
    ConflictingDefinitions = 202, Error, "Two definitions of one resource differ.",
        "A resource is known by its group and its plural. Two inputs define the same one, differently. Leave one out.";
    ConflictingKinds = 203, Error, "Two resources share a kind.",
        "In one version of a group, a kind belongs to one resource. Two definitions claim the same.";

    DanglingReference = 211, Warning, "A reference leads nowhere.",
        "There is nothing at the end of the `$ref`. What it stands for is unknown, and read as any JSON value.";
    CircularReference = 212, Warning, "References lead in a circle.",
        "Each of them says nothing but that it is the next one, so that nothing is known of the value. It is read as any JSON value.";
    ForeignReference = 213, Warning, "A reference leads to where nothing is read.",
        "References are followed within the folder of the input that they begin in, and never into the network. Copy the file \
         there. What the reference stands for is read as any JSON value.";

    TypeTooDeep = 301, Warning, "A value is nested too deeply for a type of its own.",
        "The Rust compiler looks into nested types to a fixed depth and refuses what lies beyond. Before it comes to that, a \
         value is left untyped: it is read as any JSON value, which loses nothing. Its schema is kept whole, so that \
         `validate()`, defaults and rules go on to the end. To read deeper values from text, take a `serde_json::Deserializer` \
         without its limit: it refuses texts that are nested more than 127 levels.";

    ContradictingTypes = 302, Warning, "Schemas that hold together contradict each other.",
        "A value must fit all schemas of an `allOf`, and no value can have both types. The type of the last one is used, as many \
         documents mean it so.";
    ContradictingEnum = 303, Warning, "The values of an enumeration are not of its type.",
        "No value can fit both the `type` and the `enum` of the schema. The type is used. Values such as `no` and `1` in YAML are no \
         texts unless they stand in quotes.";

    BadConfig = 501, Error, "The configuration is not TOML.",
        "`specwright.toml` breaks a rule of TOML at the place that is shown.";
    MissingConfig = 502, Error, "There is no configuration that can be read.",
        "Without arguments, `specwright` reads `specwright.toml` in the current folder. Write one:\n\n    [[output]]\n    \
         inputs = [\"spec\"]\n    dir = \"generated\"\n    name = \"my-api\"\n\nor say it on the command line: `specwright \
         generate -i spec -o generated --name my-api`.";
    UnknownKey = 503, Error, "The configuration has a key that means nothing.",
        "A misspelt key would change nothing, and nobody would notice. The keys are those of the command line: `inputs`, \
         `dir`, `name`, `version`, `layout`, `parts`, `metadata`, `well-known`; and besides `include`, `exclude`, `docs`, `templates`, \
         `package`, `override` and `dependencies`, which stand in the configuration alone.";
    ConfigType = 504, Error, "A value of the configuration has the wrong type.",
        "The meaning of a key fixes the type of its value.";
    ConfigValue = 505, Error, "A value of the configuration cannot be used.",
        "The value has the right type, but the key takes other ones.";
    ConfigGap = 506, Error, "The configuration leaves out what is needed.",
        "An output needs `inputs` and `dir`. It needs a `name` where the name of its folder cannot be the name of a \
         package.";
    SharedFolder = 507, Error, "Two outputs claim one folder.",
        "Each would remove the files of the other. Give each output a folder of its own.";
    ConfigNotWritten = 508, Error, "The configuration is not written.",
        "`specwright init` begins a configuration, and leaves one that exists as it is. Add a further output to it, or remove \
         it first.";
    NothingThere = 511, Error, "An override is about nothing.",
        "An override names what it is about: by the path of a type in the generated crate, `v1::PeerAuthenticationSpec`, to which a \
         dot adds a member by its name on the wire, `v1::PeerAuthenticationSpec.mtls`; or by the JSON pointer to a schema, \
         `/spec/versions/0/schema/openAPIV3Schema/properties/spec`, in front of which the name of a definition and `#` say in which \
         one. The paths are those without overrides. `specwright inspect` shows them.";
    BadOverride = 512, Error, "An override cannot be carried out.",
        "What stands there cannot have what is asked for, for the reason that is given. `rename` is for types, fields and \
         variants; `replace` and `opaque` for whatever has a type, but for kinds; `derive` for generated types.";
    BadTemplate = 513, Error, "A template of the reference pages is wrong.",
        "The templates are written in the language of Jinja: `index.md`, `kind.md`, `type.md`, `tag.md` and what they share, \
         `parts.md`; `layout.html` is around every page of HTML, and `style.css` goes with it. A folder that is given holds \
         files of these names, each of which takes the place of the template of that name.";
    PagingMisfit = 514, Error, "A list cannot come page by page as it was asked for.",
        "The operation needs the named parameter in its query, and one kind of success with a JSON body, in which the pointers \
         `items` and `next` lead to a list and to a member. A pattern may fit other operations besides, but must fit one that does.";
    BadOverlay = 521, Error, "An overlay cannot be understood.",
        "An overlay is a document by the Overlay Specification 1.0: `overlay: 1.0.0`, an `info`, and `actions`, each of which has a \
         `target`, which is a JSONPath (RFC 9535), and either an `update` or `remove: true`.";
    OverlayMiss = 522, Warning, "An action of an overlay finds nothing.",
        "The target of the action is in no document that the overlay is about. Most often the document has changed: what was to be \
         mended is called otherwise now, or is gone, and the action with it. Look whether the action is still needed.";
    OverlayMisfit = 523, Warning, "An action of an overlay does not fit its target.",
        "An object is updated by an object, whose members are merged with its own; a list by an item, which is put at its end. To \
         change a text or a number, update the object that it is a member of.";
    FilterMiss = 524, Warning, "An operation is asked for and not there.",
        "`include` names operations by `tag:`, `path:` or `operation:`, where `*` stands for any text in the latter two. This one fits \
         none, or only such as `exclude` leaves out again. Case matters. `specwright inspect` lists the operations.";

    ForeignFile = 601, Error, "A file of someone else is in the way.",
        "Specwright lists the files that it wrote in a file beside them, `.specwright-files`, and changes and removes no \
         other. Choose another output folder, or move the file away. Keep `.specwright-files` together with the output, \
         also under version control.";
    OutsideFolder = 602, Error, "A path leads out of the output folder.",
        "Nothing is written outside the output folder. Links in it are not followed, since they may lead anywhere.";
    OutputFailed = 603, Error, "A file cannot be read or written.",
        "The system refused it for the reason that is given: often a missing permission, or a full disk. A file that was \
         being written holds what it held before.";
    BadManifest = 604, Error, "The list of written files is damaged.",
        "`.specwright-files` tells which files may be changed or removed, so that nothing is done when it cannot be read. \
         Restore it, or remove the whole output folder.";
    Stale = 605, Error, "The output is not what the inputs give.",
        "An input was changed and the output was not made again, or the output was edited by hand. Run `specwright \
         generate`.";
    DeniedWarnings = 606, Error, "There are warnings, and they are denied.",
        "The run was asked to fail when there is a warning. Do what the warnings advise, or leave out `--deny-warnings`.";
    NothingServed = 607, Error, "The inputs do not serve the group and version that is asked for.",
        "An OpenAPI document is about one version of one group. Versions that are not served have none.";
    UnknownCode = 608, Error, "There is no finding with this code.",
        "Findings have codes such as SW0101. `specwright explain` lists them.";
    FewChoices = 620, Note, "There are too many groups or kinds for a Cargo feature each.",
        "A crate of several groups has a Cargo feature for each of them, and one for each kind of a large group. The \
         registry takes at most 300 features, so that this crate has fewer: none for single kinds, or none at all. All of \
         it is compiled then. Divide the definitions over several outputs to have the features.";

    Internal = 901, Error, "A fault of Specwright itself.",
        "What was generated is not Rust. This cannot be helped by changing the input, and should be reported, with the input.";
    ModelLoss = 902, Warning, "The model does not hold all of a definition.",
        "What was understood of the definition was put together again, and it differs from what was read. That is a fault \
         of Specwright: what is missing is in no type and in no copy of the definition. Please report it with the input.";
    DocumentLoss = 903, Warning, "The model does not hold all of a document.",
        "What the document describes was counted, and something of it is neither in the model nor reported. That is a fault of \
         Specwright. Please report it with the input.";
}

impl Code {
    /// How bad it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.entry().0
    }

    /// What it means for the output. Errors are about no output at all.
    #[must_use]
    pub const fn effect(self) -> Effect {
        match self {
            Self::NoSchema
            | Self::TypeTooDeep
            | Self::DanglingReference
            | Self::CircularReference
            | Self::ForeignReference
            | Self::ContradictingTypes
            | Self::ContradictingEnum => Effect::Degraded,
            Self::OpenApi
            | Self::OtherKind
            | Self::DuplicateParameter
            | Self::DocumentPart
            | Self::UnknownScheme
            | Self::DocumentLoss
            | Self::ModelLoss => Effect::LeftOut,
            _ => Effect::Whole,
        }
    }

    /// What it is, in one line.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.entry().1
    }

    /// What it means, and how to go on.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.entry().2
    }

    /// The finding with this number, as in `SW0102`; case and the letters do not matter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['S', 'W', 's', 'w']);
        let number: u16 = digits.parse().ok()?;
        Self::ALL.iter().copied().find(|code| *code as u16 == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SW{:04}", *self as u16)
    }
}
