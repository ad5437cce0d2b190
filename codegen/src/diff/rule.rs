//! Every rule there is: its id and what it means.

use std::fmt;

/// Makes the enumeration and its table from one list, so that no rule can be without its text.
macro_rules! rules {
    ($($name:ident = $id:literal, $title:literal, $explanation:literal;)*) => {
        /// Which sort of change it is. The ids never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $title] $name,)*
        }

        impl Rule {
            /// Every rule there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            const fn entry(self) -> (&'static str, &'static str, &'static str) {
                match self {
                    $(Self::$name => ($id, $title, $explanation),)*
                }
            }
        }
    };
}

rules! {
    DefinitionAdded = "definition-added", "A resource is new.",
        "Nothing of the old version is touched. The generated crate has more types: a minor release.";
    DefinitionRemoved = "definition-removed", "A resource is gone.",
        "Its objects can neither be read nor written, and its types are gone from the generated crate.";
    ScopeChanged = "scope-changed", "The scope of a resource is another.",
        "All its paths change, and an API server refuses to change the scope of a definition that exists: it has to be \
         deleted, with all objects. The methods of the generated client change, too.";
    NamesChanged = "names-changed", "A resource has another name.",
        "The kind stands in every object and the plural in every path, so that changes of these break clients; an API \
         server refuses a new kind for objects that exist. A new list kind breaks clients that look at it. Short names, \
         the singular and categories are for people who type: they break nobody's program.";
    ConversionChanged = "conversion-changed", "Objects are converted in another way.",
        "What a conversion does cannot be seen in a definition, so that nothing is said about it here. Look at it yourself.";
    DefinitionChanged = "definition-changed", "Something else in the definition differs.",
        "No rule knows this part of a definition, or it is only written differently. Nothing that is generated depends on it.";
    MetadataChanged = "metadata-changed", "The labels, annotations or state of the definition differ.",
        "They are about the definition and not about the objects that it describes.";

    VersionAdded = "version-added", "A version is new.",
        "The old versions are not touched by it. The generated crate has another module.";
    VersionRemoved = "version-removed", "A version is gone.",
        "Clients of this version find nothing, and its types are gone. Objects that are stored in it have to be moved before: \
         an API server refuses to drop a version that its status still lists as stored.";
    VersionServed = "version-served", "A version is served that was not.",
        "It can be asked for now, and has types in the generated crate.";
    VersionUnserved = "version-unserved", "A version is not served any more.",
        "Clients of this version find nothing, and its types are gone. Objects that are stored in it are still read.";
    VersionDeprecated = "version-deprecated", "A version is deprecated.",
        "It goes on to work. Clients receive a warning, and the compiler warns of the types.";
    VersionUndeprecated = "version-undeprecated", "A version is not deprecated any more.",
        "The warnings end.";
    DeprecationWarningChanged = "deprecation-warning-changed", "The warning of a deprecated version is another.",
        "The text alone differs.";
    StorageMoved = "storage-moved", "Objects are stored in another version.",
        "Objects are converted when they are written the next time. Clients do not see it.";
    SubresourceAdded = "subresource-added", "A subresource is new.",
        "`scale` comes in addition. With `status`, the main paths ignore what clients write to `status`, and the path of the \
         subresource ignores everything else: clients that wrote both at once break.";
    SubresourceRemoved = "subresource-removed", "A subresource is gone.",
        "Its paths are gone, and the methods for them.";
    ScaleChanged = "scale-changed", "The scale finds its values at other places.",
        "Clients of the scale go on; what it reads and writes is another part of the object.";
    PrinterColumnsChanged = "printer-columns-changed", "The columns that people see are others.",
        "They are for tables on a terminal.";
    SelectableFieldsChanged = "selectable-fields-changed", "Lists can be selected by other fields.",
        "Clients that select by a field that is gone are refused. A field that comes in addition breaks nobody.";
    OperationsAdded = "operations-added", "Operations are new.",
        "They come in addition.";
    OperationsRemoved = "operations-removed", "Operations are gone.",
        "Clients that ask for them find nothing.";
    OperationsMoved = "operations-moved", "Operations have another path, method, body or answer.",
        "Clients of the old version ask in the old way and find nothing. The methods of the generated client may be the same.";

    OperationDeprecated = "operation-deprecated", "An operation is deprecated.",
        "It goes on to work. The compiler warns of the methods for it.";
    OperationUndeprecated = "operation-undeprecated", "An operation is not deprecated any more.",
        "The warnings end.";
    ParameterAdded = "parameter-added", "A parameter is new.",
        "Clients that do not know an optional one go on. One that must be given is missing in what old clients send, and is an \
         argument more in the generated crate.";
    ParameterRemoved = "parameter-removed", "A parameter is gone.",
        "What old clients send in it is ignored or refused.";
    EncodingChanged = "encoding-changed", "A value is written in another way.",
        "The style of a parameter, or the form of the parts of a body: what old clients send is read as something else.";
    BodyAdded = "body-added", "Requests have a body that had none.",
        "If it must be given, old clients are refused. The generated request takes another argument.";
    BodyRemoved = "body-removed", "Requests have no body any more.",
        "What old clients send is ignored or refused.";
    MediaTypeAdded = "media-type-added", "A body has another media type besides.",
        "Clients go on with the one that they know. A body that had one type in the generated crate may become an enumeration.";
    MediaTypeRemoved = "media-type-removed", "A media type of a body is gone.",
        "Clients that send it are refused, and those that ask for it get another one.";
    ResponseAdded = "response-added", "An operation has another answer.",
        "Old clients may take another success for a failure; that there are further failures they have to expect. In the \
         generated crate an answer alone is its body, and several are an enumeration.";
    ResponseRemoved = "response-removed", "An answer is gone.",
        "Nobody is harmed by what does not come. Its variant is gone from the generated crate.";
    HeaderAdded = "header-added", "An answer has another header.",
        "Old clients do not look at it. In the generated crate the answer has a field more.";
    HeaderRemoved = "header-removed", "A header of an answer is gone.",
        "Clients that count on it miss it.";
    SecurityTightened = "security-tightened", "A way to be allowed an operation is gone.",
        "Clients that go this way are refused, unless another way asks for less than they show.";
    SecurityLoosened = "security-loosened", "There is another way to be allowed an operation.",
        "Those who were allowed it are allowed it.";
    SecuritySchemeAdded = "security-scheme-added", "There is another way to prove who asks.",
        "What it is good for is said at the operations.";
    SecuritySchemeRemoved = "security-scheme-removed", "A way to prove who asks is gone.",
        "What that means for clients is said at the operations. The generated crate has no credentials for it.";
    SecuritySchemeChanged = "security-scheme-changed", "A way to prove who asks is another.",
        "What old clients show is not looked for, or not where they show it.";
    ServersChanged = "servers-changed", "An API or an operation is served elsewhere.",
        "Clients that ask at an address that is gone find nothing, unless they were given one of their own.";
    SchemaAdded = "schema-added", "A schema is new.",
        "The generated crate has another type. Who uses it is said at the operations.";
    SchemaRemoved = "schema-removed", "A schema is gone.",
        "Its type is gone from the generated crate. What stands in its place is said at the operations and schemas that used it.";

    FieldAdded = "field-added", "A member is new.",
        "An optional member breaks nobody, unless members of any name were allowed before: then old objects may have it with \
         another meaning. A required one refuses old objects and what old clients send. In the generated crate a field more \
         is a minor change, for struct literals are to end with `..Default::default()` or `..T::new(..)`; a required one \
         changes the constructor, which is major.";
    FieldRemoved = "field-removed", "A member is gone.",
        "An API server drops it from what old clients send and from objects that are stored, without a word, unless members \
         of any name are allowed. In the generated crate the field is gone; the value is found in `unknown_fields`.";
    FieldRequired = "field-required", "A member must be given that could be left out.",
        "Objects without it are refused, unless it has a default.";
    FieldOptional = "field-optional", "A member may be left out that had to be given.",
        "All old objects are valid. Clients that count on the member may receive objects without it.";
    RequiredChanged = "required-changed", "Other members must be given, which the schema does not describe.",
        "`required` names a member that `properties` does not. Objects without it are refused.";
    TypeChanged = "type-changed", "A value has another type.",
        "Neither type holds all values of the other: what old clients send is refused, and old objects are invalid.";
    TypeWidened = "type-widened", "A value may have a type more.",
        "All old values are valid. Clients of the old version may receive values that they cannot read.";
    TypeNarrowed = "type-narrowed", "A value has fewer types.",
        "Values of the types that are gone are refused.";
    NullAllowed = "null-allowed", "Null is a value.",
        "Old objects are valid. Where the member must be given, or stands in a list or map, clients may receive a null that \
         they cannot read.";
    NullRefused = "null-refused", "Null is no value any more.",
        "Objects with a null here are refused, or the null is replaced where there is a default.";
    DefaultAdded = "default-added", "A member has a default.",
        "An API server fills it in, also into stored objects when they are read. That breaks nobody if the default says what \
         the absence meant.";
    DefaultRemoved = "default-removed", "A member has no default any more.",
        "Clients that left it out get another behaviour. Where it is required, objects without it are refused.";
    DefaultChanged = "default-changed", "A member has another default.",
        "Objects that leave it out mean something else from now on, those that are stored included.";
    AccessChanged = "access-changed", "Who sends a member is another.",
        "A member that is for reading alone from now on is ignored or refused where clients send it; one that is for writing alone \
         comes back no more.";
    FormAdded = "form-added", "A value may have another form.",
        "All old values are valid. Clients may receive what they do not know; the generated types keep it in `Other`. Their enumeration has a \
         variant more, which is a minor change because it is non-exhaustive.";
    FormRemoved = "form-removed", "A value cannot have a form any more.",
        "Such values are refused. The variant is gone from the generated enumeration.";
    FormsToldApart = "forms-told-apart", "The forms of a value are told apart in another way.",
        "A discriminator has other values, or the forms other members: old values may be taken for another form.";
    EnumAdded = "enum-added", "The values are listed that were not.",
        "All other values are refused.";
    EnumRemoved = "enum-removed", "The values are not listed any more.",
        "Every value of the type is allowed.";
    EnumValueAdded = "enum-value-added", "A value is new.",
        "Old objects are valid. Clients have to live with values that they do not know: the generated types keep them in \
         `Other`. The generated enumeration has a variant more, which is a minor change because it is non-exhaustive; the \
         value is no longer found in `Other`.";
    EnumValueRemoved = "enum-value-removed", "A value is gone.",
        "It is refused. The variant is gone from the generated enumeration.";
    ConstraintTightened = "constraint-tightened", "A constraint allows less.",
        "Values that were allowed may be refused. Since Kubernetes 1.30 an API server lets an invalid value of a stored object \
         pass for as long as an update does not touch it.";
    ConstraintLoosened = "constraint-loosened", "A constraint allows more.",
        "All that was allowed is allowed.";
    ConstraintChanged = "constraint-changed", "A constraint is another.",
        "Whether the new one allows all that the old one did cannot be told, so that it counts as breaking.";
    FormatChanged = "format-changed", "A value has another format.",
        "A format that is new or another may refuse old values; one that is gone refuses none. An integer of 64 bits in the place \
         of one of 32 may be too large for old clients.";
    ListTypeChanged = "list-type-changed", "A list is merged in another way.",
        "Server-side apply treats the items otherwise, and who owns them changes. A list that becomes a set or a map must \
         not have duplicates. Where the keys of a map differ, so does the look-up of its items in the generated crate; \
         where the type of the list differs, its apply configurations do.";
    MapTypeChanged = "map-type-changed", "A map or object is merged in another way.",
        "Server-side apply treats its members together or each alone, and who owns them changes. So do the apply configurations of \
         the generated crate.";
    UnknownFieldsKept = "unknown-fields-kept", "Members that the schema does not name are kept.",
        "Nothing that was kept is lost.";
    UnknownFieldsDropped = "unknown-fields-dropped", "Members that the schema does not name are dropped.",
        "An API server drops them from what clients send and from stored objects.";
    EmbeddedResourceChanged = "embedded-resource-changed", "A value becomes, or ceases to be, a whole Kubernetes object.",
        "A whole object must have `apiVersion` and `kind`, and its metadata is checked.";
    CelRuleAdded = "cel-rule-added", "A validation rule is new.",
        "Values that break it are refused. A rule that compares with `oldSelf` is about updates and leaves stored objects valid.";
    CelRuleRemoved = "cel-rule-removed", "A validation rule is gone.",
        "Nothing that was allowed is refused.";
    CelRuleChanged = "cel-rule-changed", "A validation rule is another.",
        "Whether it allows all that it did cannot be told, so that it counts as breaking.";
    CelMessageChanged = "cel-message-changed", "What a validation rule says when it is broken differs.",
        "The rule itself is the same.";
    CombinationChanged = "combination-changed", "`oneOf`, `anyOf`, `allOf` or `not` differ.",
        "One that is new may refuse old values, one that is gone refuses none. Where both have one, it cannot be told, so that \
         it counts as breaking.";
    KeywordChanged = "keyword-changed", "A keyword differs that no rule knows, or is only written differently.",
        "Unknown keywords count as breaking unless they begin with `x-`: look at them yourself.";
    OrderChanged = "order-changed", "The same things stand in another order.",
        "Nothing depends on it but the order in which generated enumerations compare.";
    DescriptionChanged = "description-changed", "Something is described in other words.",
        "The documentation differs, and nothing else.";

    RustPathChanged = "rust-path-changed", "A type, module or method of the generated crate has another name.",
        "Code that names the old one does not compile. The wire is not touched. An override in the configuration can keep the \
         old name.";
    RustFieldRenamed = "rust-field-renamed", "A field of the generated crate has another name.",
        "The member is called the same on the wire. Another member is spelled alike and took the name.";
    RustVariantRenamed = "rust-variant-renamed", "A variant of the generated crate has another name.",
        "The value is the same on the wire. Another value is spelled alike and took the name.";
    RustTypeChanged = "rust-type-changed", "A field of the generated crate has another Rust type.",
        "Code that reads or writes the field does not compile. Nothing else explains it: the generator or its options differ.";
    RustChoiceChanged = "rust-choice-changed", "A member is held in another way.",
        "Members that exclude each other are variants of one enum in the generated crate, and others are fields. Code that \
         reads or writes the member does not compile. On the wire it stands where it stood.";
    RustDefaultLost = "rust-default-lost", "A type of the generated crate has no `Default` any more.",
        "A member of it must be given. There is a constructor `new` in the place of `Default::default()`.";
    RustDefaultGained = "rust-default-gained", "A type of the generated crate has `Default` where it had none.",
        "No member of it must be given any more. A type inside a kind loses its constructor `new`, which breaks code that \
         calls it; the constructor of a kind takes fewer arguments.";
    RustConstructorChanged = "rust-constructor-changed", "The constructor of a type takes other arguments.",
        "`new` takes the members that must be given, in the order of the schema.";
    RustAliasChanged = "rust-alias-changed", "A type of the generated crate is the same as another, or ceases to be.",
        "Equal structures share one type, with aliases under the other names. Code that uses each type at its own place goes \
         on to compile, which is what the crate promises: this is a minor change.";
}

impl Rule {
    /// The id, as in `field-removed`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.entry().0
    }

    /// What it is, in one line.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.entry().1
    }

    /// What it means for whom.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.entry().2
    }

    /// Whether it is about the type of a value.
    pub(super) const fn is_about_type(self) -> bool {
        matches!(
            self,
            Self::TypeChanged | Self::TypeWidened | Self::TypeNarrowed | Self::EnumAdded | Self::EnumRemoved
        )
    }

    /// Whether it may give a field of the generated crate another type.
    pub(super) const fn may_change_rust_type(self) -> bool {
        self.is_about_type()
            || matches!(
                self,
                Self::FieldRequired
                    | Self::FieldOptional
                    | Self::NullAllowed
                    | Self::NullRefused
                    | Self::DefaultAdded
                    | Self::DefaultRemoved
                    | Self::FormatChanged
                    | Self::CombinationChanged
            )
    }

    /// Whether it may harm those who receive values: that more is allowed than they know.
    pub(super) const fn concerns_receivers(self) -> bool {
        matches!(
            self,
            Self::TypeWidened
                | Self::NullAllowed
                | Self::FieldOptional
                | Self::FormatChanged
                | Self::FormAdded
        )
    }

    /// Whether it may harm those who send values: that less is allowed than they know.
    pub(super) const fn concerns_senders(self) -> bool {
        matches!(
            self,
            Self::TypeNarrowed
                | Self::NullRefused
                | Self::AccessChanged
                | Self::FieldAdded
                | Self::FieldRequired
                | Self::RequiredChanged
                | Self::EnumAdded
                | Self::EnumValueRemoved
                | Self::ConstraintTightened
                | Self::ConstraintChanged
                | Self::CombinationChanged
                | Self::FormRemoved
        )
    }

    /// The rule with this id; case does not matter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id().eq_ignore_ascii_case(text.trim()))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
