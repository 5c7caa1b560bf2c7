//! The closed vocabularies of the tables: each value with its code, Chinese name and accepted aliases.
//!
//! One declaration feeds reading, writing, drop-down lists and the data dictionary.

use crate::messages::Text;

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal $(, $alias:literal)*;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The codes of all values, in order.
            pub const CODES: &'static [&'static str] = &[$($code,)+];

            /// The code written in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The Chinese name.
            #[must_use]
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// Other accepted spellings.
            #[must_use]
            pub const fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($alias,)*],)+ }
            }

            /// The value that `text` names by code, Chinese name or alias (codes without regard to case).
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                // Most texts are codes as they are written in files; no code is another value's name.
                let code = Self::ALL.iter().copied().find(|v| v.code() == text);
                code.or_else(|| Self::ALL.iter().copied().find(|v| {
                    v.code().eq_ignore_ascii_case(text) || v.zh() == text
                        || v.aliases().iter().any(|a| a.eq_ignore_ascii_case(text))
                }))
            }
        }
    };
}

mod award;

pub use award::{Award, Holds, HonorKind, HonorLevel};

vocabulary! {
    /// A stage of schooling 学段. Order is the order of stages.
    Stage {
        /// 幼儿园.
        Kindergarten = "kindergarten", "幼儿园", "学前", "学前教育";
        /// 小学.
        Primary = "primary", "小学";
        /// 初中.
        Junior = "junior", "初中", "初级中学";
        /// 高中.
        Senior = "senior", "高中", "普通高中", "高级中学";
        /// 中职.
        Vocational = "vocational", "中职", "中等职业", "职高";
        /// 特殊教育.
        Special = "special", "特殊教育", "特教";
    }
}
vocabulary! {
    /// Where a school lies 城乡分类.
    Setting {
        /// 城区.
        Urban = "urban", "城区", "城市", "县城";
        /// 镇区.
        Town = "town", "镇区", "镇";
        /// 乡村.
        Rural = "rural", "乡村", "农村", "村";
    }
}
vocabulary! {
    /// Who runs a school 办学性质.
    Ownership {
        /// 公办.
        Public = "public", "公办";
        /// 民办.
        Private = "private", "民办";
    }
}
vocabulary! {
    /// Part a school plays in its cluster 教共体.
    ClusterRole {
        /// 牵头校.
        Lead = "lead", "牵头校", "核心校";
        /// 成员校.
        Member = "member", "成员校", "成员";
    }
}
vocabulary! {
    /// How strong a school is held to be 强弱.
    Strength {
        /// 优质校.
        Strong = "strong", "强", "优质", "优质校";
        /// 一般.
        Ordinary = "ordinary", "一般", "普通";
        /// 薄弱校.
        Weak = "weak", "弱", "薄弱", "薄弱校";
    }
}
vocabulary! {
    /// 性别.
    Sex {
        /// 男.
        Male = "male", "男", "m";
        /// 女.
        Female = "female", "女", "f";
    }
}
vocabulary! {
    /// How a person is employed 用工形式. Part-time and substitute staff are not counted by the assessors.
    Employment {
        /// 在编.
        Permanent = "permanent", "在编", "编内";
        /// 聘任.
        Contract = "contract", "聘任", "聘用", "合同制";
        /// 兼职.
        PartTime = "part-time", "兼职";
        /// 代课.
        Substitute = "substitute", "代课";
    }
}
vocabulary! {
    /// 岗位类别.
    PostType {
        /// 专任教师.
        Teaching = "teaching", "专任教师", "教学", "教师岗";
        /// 教辅与工勤.
        NonTeaching = "non-teaching", "非教学", "教辅", "工勤", "管理";
    }
}
vocabulary! {
    /// 学历.
    Degree {
        /// 中专及以下.
        Secondary = "secondary", "中专", "中师", "高中及以下";
        /// 大专.
        College = "college", "大专", "专科";
        /// 本科.
        Bachelor = "bachelor", "本科", "学士", "大学本科";
        /// 硕士.
        Master = "master", "硕士", "研究生";
        /// 博士.
        Doctor = "doctor", "博士";
    }
}
vocabulary! {
    /// 职称.
    Title {
        /// 未定级.
        None = "none", "未定级", "无";
        /// 三级教师.
        Third = "third", "三级", "三级教师";
        /// 二级教师.
        Second = "second", "二级", "二级教师";
        /// 一级教师.
        First = "first", "一级", "一级教师";
        /// 高级教师.
        Senior = "senior", "高级", "高级教师", "副高级";
        /// 正高级教师.
        Professor = "professor", "正高级", "正高级教师";
    }
}
vocabulary! {
    /// 职务.
    Role {
        /// 校长.
        Principal = "principal", "校长", "书记", "园长";
        /// 副校长.
        Deputy = "deputy", "副校长", "副书记", "副园长";
        /// 中层干部.
        Cadre = "cadre", "中层", "中层干部", "主任";
        /// 教师.
        Teacher = "teacher", "教师", "普通教师";
    }
}
vocabulary! {
    /// 在岗状态.
    State {
        /// 在岗.
        Active = "active", "在岗";
        /// 请假(病假, 产假, 进修).
        Leave = "leave", "请假", "病假", "产假", "进修";
        /// 借调.
        Seconded = "seconded", "借调", "借出";
    }
}
vocabulary! {
    /// Retirement category: original statutory age before 2025 退休类别.
    RetirementCategory {
        /// 男 60.
        Men60 = "men-60", "男60", "男";
        /// 女干部(教师) 55.
        Women55 = "women-55", "女55", "女干部";
        /// 女工人 50.
        Women50 = "women-50", "女50", "女工人";
        /// 女高级职称 60.
        SeniorWomen60 = "senior-women-60", "女高级60", "女高知";
    }
}
vocabulary! {
    /// When, within the law, a person retires 退休选择.
    RetirementOption {
        /// 按期.
        Standard = "standard", "按期", "法定";
        /// 提前.
        Early = "early", "提前", "弹性提前";
        /// 延迟.
        Late = "late", "延迟", "弹性延迟";
    }
}
vocabulary! {
    /// What a certificate is for 资格类别.
    CertificateKind {
        /// 教师资格.
        Teaching = "teaching", "教师资格", "教师资格证";
        /// 卫生.
        Health = "health", "卫生", "医护";
        /// 会计.
        Accounting = "accounting", "会计";
        /// 保育.
        Nursery = "nursery", "保育", "保育员";
        /// 心理.
        Psychology = "psychology", "心理", "心理健康";
        /// 特殊教育.
        Special = "special", "特殊教育", "特教";
    }
}
vocabulary! {
    /// What a school has besides staff 办学条件: the resource indicators 4–7. No alias says 生均: amounts are totals.
    Facility {
        /// 教学及辅助用房面积.
        FloorArea = "floor-area", "教学及辅助用房面积", "教学及辅助用房", "教学辅助用房面积";
        /// 体育运动场馆面积.
        SportsArea = "sports-area", "体育运动场馆面积", "体育运动场馆", "运动场馆面积";
        /// 教学仪器设备值.
        Equipment = "equipment", "教学仪器设备值", "教学仪器设备", "仪器设备值";
        /// 网络多媒体教室.
        Multimedia = "multimedia", "网络多媒体教室", "网络多媒体教室数", "多媒体教室";
    }
}
vocabulary! {
    /// How a unit stands against the standard of a facility 达标情况. No alias is a bare 未达标: it could mean either.
    FacilityState {
        /// 达标.
        Met = "met", "达标", "已达标", "合格";
        /// 未达标, 但不低于标准的 85%.
        Short = "short", "未达标(不低于85%)", "不低于85%", "达到85%";
        /// 低于标准的 85%.
        Failing = "failing", "低于85%", "未达标(低于85%)", "不足85%";
    }
}
vocabulary! {
    /// What a class has beside its curriculum and that counts as load of one subject 大课间与选修.
    Duty {
        /// 大课间活动的组织与看护.
        Breaks = "breaks", "大课间", "大课间活动";
        /// 体育选修.
        ElectivePe = "elective-pe", "体育选修", "体育选修课程";
        /// 音乐选修.
        ElectiveMusic = "elective-music", "音乐选修", "音乐选修课程";
        /// 美术选修.
        ElectiveArt = "elective-art", "美术选修", "美术选修课程";
    }
}
impl Stage {
    /// First and last grade, as the table `enrollment` numbers them.
    #[must_use]
    pub const fn grades(self) -> (i64, i64) {
        match self {
            Self::Kindergarten => (1, 3),
            Self::Primary => (1, 6),
            Self::Junior => (7, 9),
            Self::Senior | Self::Vocational => (10, 12),
            Self::Special => (1, 9),
        }
    }

    /// The stage whose leavers enter this one; none where children of an age enter.
    #[must_use]
    pub const fn before(self) -> Option<Self> {
        match self {
            Self::Junior => Some(Self::Primary),
            Self::Senior | Self::Vocational => Some(Self::Junior),
            Self::Kindergarten | Self::Primary | Self::Special => None,
        }
    }
}
impl EnrollmentSource {
    /// Its name in both languages.
    #[must_use]
    pub const fn text(self) -> Text {
        Text::new(match self {
            Self::Given => "domain.enrollment-source.given",
            Self::Carried => "domain.enrollment-source.carried",
            Self::Births => "domain.enrollment-source.births",
            Self::Transfer => "domain.enrollment-source.transfer",
            Self::AsLastGiven => "domain.enrollment-source.as-last-given",
            Self::Merged => "domain.enrollment-source.merged",
            Self::Opening => "domain.enrollment-source.opening",
        })
    }
}
impl Role {
    /// Whether it is the head of a school or a deputy.
    #[must_use]
    pub const fn leads(self) -> bool {
        matches!(self, Self::Principal | Self::Deputy)
    }
}
impl Duty {
    /// The code of the kind whose load it is.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Breaks | Self::ElectivePe => "pe",
            Self::ElectiveMusic => "music",
            Self::ElectiveArt => "art",
        }
    }
}
vocabulary! {
    /// What becomes of a person in a school year to come 预计变动.
    ChangeKind {
        /// 离开: resigns or goes to another district; not on the staff from that school year on.
        Leaves = "leaves", "离开", "辞职", "调出", "离职";
        /// 请假: on leave in that school year alone.
        Leave = "leave", "请假", "病假", "产假", "进修";
        /// 职称: holds the title of the row from the start of that school year on.
        Title = "title", "职称", "晋升职称";
        /// 学历: holds the degree of the row from the start of that school year on.
        Degree = "degree", "学历", "提升学历";
    }
}
vocabulary! {
    /// Where the number of children of a grade comes from 在校生来源.
    EnrollmentSource {
        /// 给定: a row of the table `enrollment`.
        Given = "given", "给定";
        /// 逐年升级: the grade below of the year before.
        Carried = "carried", "逐年升级";
        /// 适龄儿童: entrants of the table `demography`.
        Births = "births", "适龄儿童";
        /// 升学: leavers of the stage before, times the transfer rate.
        Transfer = "transfer", "升学";
        /// 沿用上年: the entry grade of the year before.
        AsLastGiven = "as-last-given", "沿用上年";
        /// 并入: children of another school have joined.
        Merged = "merged", "并入";
        /// 新校招生: a school that opens, by its seats among the schools of its town.
        Opening = "opening", "新校招生";
    }
}
vocabulary! {
    /// 是否.
    YesNo {
        /// 是.
        Yes = "yes", "是", "y", "true", "1", "√", "有";
        /// 否.
        No = "no", "否", "n", "false", "0", "×", "无";
    }
}
