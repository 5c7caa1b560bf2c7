//! Honors, and what the rounds of the talent programme give.

use super::Title;

vocabulary! {
    /// 荣誉级别.
    HonorLevel {
        /// 区县级.
        District = "district", "区县级", "区级", "县级";
        /// 市级.
        Municipal = "municipal", "市级", "省级";
        /// 国家级.
        National = "national", "国家级";
    }
}
vocabulary! {
    /// 荣誉类别.
    HonorKind {
        /// 骨干教师.
        KeyTeacher = "key-teacher", "骨干教师", "骨干";
        /// 学科带头人.
        SubjectLeader = "subject-leader", "学科带头人";
        /// 学科教学名师.
        MasterTeacher = "master-teacher", "学科教学名师", "名师";
        /// 特级教师.
        SpecialGrade = "special-grade", "特级教师", "特级";
        /// 骨干校长.
        KeyPrincipal = "key-principal", "骨干校长";
        /// 名师(未来教育家)培养对象.
        MasterCandidate = "master-candidate", "名师培养对象", "未来教育家培养对象", "重庆名师培养对象";
        /// 名师工作室主持人.
        Studio = "studio", "名师工作室", "名师工作室主持人", "工作室";
    }
}
vocabulary! {
    /// What a round gives 评选项目: a title, or an honor of the city or above unless the name says otherwise.
    Award {
        /// 高级教师.
        Senior = "senior", "高级教师", "高级", "副高级";
        /// 正高级教师.
        Professor = "professor", "正高级教师", "正高级";
        /// 区县级骨干教师.
        DistrictKeyTeacher = "district-key-teacher", "区县级骨干教师", "区级骨干教师", "区级骨干";
        /// 市级骨干教师.
        KeyTeacher = "key-teacher", "市级骨干教师", "市级骨干";
        /// 市级学科教学名师.
        MasterTeacher = "master-teacher", "市级学科教学名师", "学科教学名师", "市级名师";
        /// 市级学科带头人.
        SubjectLeader = "subject-leader", "市级学科带头人", "学科带头人";
        /// 特级教师.
        SpecialGrade = "special-grade", "特级教师", "特级";
        /// 市级骨干校长.
        KeyPrincipal = "key-principal", "市级骨干校长", "骨干校长";
        /// 重庆名师(未来教育家)培养对象.
        MasterCandidate = "master-candidate", "名师培养对象", "重庆名师培养对象", "未来教育家培养对象";
        /// 市级名师工作室.
        MunicipalStudio = "municipal-studio", "市级名师工作室", "市级工作室";
        /// 国家级名师工作室.
        NationalStudio = "national-studio", "国家级名师工作室", "国家级工作室";
    }
}

/// What makes a holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// This title or a higher one.
    Title(Title),
    /// An honor of this kind at this level or above.
    Honor(HonorKind, HonorLevel),
}

impl Award {
    /// What its holder holds.
    #[must_use]
    pub const fn holds(self) -> Holds {
        let municipal = HonorLevel::Municipal;
        match self {
            Self::Senior => Holds::Title(Title::Senior),
            Self::Professor => Holds::Title(Title::Professor),
            Self::DistrictKeyTeacher => Holds::Honor(HonorKind::KeyTeacher, HonorLevel::District),
            Self::KeyTeacher => Holds::Honor(HonorKind::KeyTeacher, municipal),
            Self::MasterTeacher => Holds::Honor(HonorKind::MasterTeacher, municipal),
            Self::SubjectLeader => Holds::Honor(HonorKind::SubjectLeader, municipal),
            Self::SpecialGrade => Holds::Honor(HonorKind::SpecialGrade, municipal),
            Self::KeyPrincipal => Holds::Honor(HonorKind::KeyPrincipal, municipal),
            Self::MasterCandidate => Holds::Honor(HonorKind::MasterCandidate, municipal),
            Self::MunicipalStudio => Holds::Honor(HonorKind::Studio, municipal),
            Self::NationalStudio => Holds::Honor(HonorKind::Studio, HonorLevel::National),
        }
    }
}
